export * from './port.ts';
export * from './decide.ts';
export { DeletionGuard, type DeletionGuardOptions, type Distrust, type Verdict } from './deletion-guard.ts';
export * from './errors.ts';
export * from './measured-store.ts';
export { openDocumentStore, type StorageConfig } from './open.ts';
export { poolCounts, type PoolCounts } from './pool-counts.ts';
export { readAll } from './read-all.ts';
export * from './traced-commit.ts';
