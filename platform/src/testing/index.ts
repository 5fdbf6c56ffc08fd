export * from './clock.ts';
export * from './counting-store.ts';
export * from './gate.ts';
export * from './service-kit.ts';
