export * from './clock.ts';
export * from './config.ts';
export * from './errors.ts';
export * from './json.ts';
export * from './log.ts';
export * from './user-errors.ts';
export * from './validation.ts';
export * from './values.ts';
