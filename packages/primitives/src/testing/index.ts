export * from './clock.ts';
export * from './disk.ts';
export * from './gate.ts';
export * from './random.ts';
