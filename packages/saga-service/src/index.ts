export { jsonObject, type JsonObject } from './json-object.ts';
export * from './metrics.ts';
export * from './operators.ts';
export * from './progress.ts';
export { archiveOldSagas, type ArchiveOptions } from './retention/archive.ts';
export { backfillArchivable } from './retention/backfill.ts';
export { forgetSecrets, startForgettingSecrets, type ForgettingOptions } from './retention/forget-secrets.ts';
export {
  createRetentionPass,
  startRetention,
  type RetentionOptions,
  type RetentionPass,
} from './retention/retention.ts';
export { FollowerTooSlow, followSagas } from './saga-events.ts';
export * from './saga-statistics.ts';
export { createSkewLog } from './skew-log.ts';
export { snapshotOf, type SnapshotSources } from './snapshot.ts';
export * from './subgraph-client.ts';
