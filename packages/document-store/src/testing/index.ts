export * from './counting-store.ts';
export * from './mongo.ts';
export * from './mongo-replica-set.ts';
export * from './query-plans.ts';
