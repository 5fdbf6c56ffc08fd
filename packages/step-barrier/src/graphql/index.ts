export * from './step-records.ts';
export * from './steps.ts';
