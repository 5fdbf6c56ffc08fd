export * from './barrier.ts';
export * from './port.ts';
export * from './rules.ts';
