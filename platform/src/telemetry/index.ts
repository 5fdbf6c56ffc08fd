export { telemetryConfig, telemetryVariables, type TelemetryConfig } from './config.ts';
export * from './telemetry.ts';
export * from './trace.ts';
export * from './traceparent.ts';
