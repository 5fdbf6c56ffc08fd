export * from './clock.ts';
export * from './counting-store.ts';
export * from './gate.ts';
export * from './mongo.ts';
export * from './mongo-replica-set.ts';
export * from './random.ts';
export * from './service-kit.ts';
export * from './query-plans.ts';
