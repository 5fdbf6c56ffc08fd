export { telemetryConfig, telemetryVariables, type TelemetryConfig } from './config.ts';
export * from './telemetry.ts';
