export * from './barrier.ts';
export * from './rules.ts';
