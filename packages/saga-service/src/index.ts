export type { AuditDocument } from './audit/audit-store.ts';
export { createAuditStore } from './audit/audit-store.ts';
export type { AuditedSaga, AuditedStep, MutationOf } from './audit/audited-saga.ts';
export * from './audit/audits.ts';
export * from './audit/compare-steps.ts';
export * from './audit/effect-check.ts';
export { distinct, type Finding, type StepCode } from './audit/finding.ts';
export { createLook } from './audit/look.ts';
export { mutationsOf } from './audit/mutations.ts';
export { createParticipants, pagesOf, participantsAmong, type Kept } from './audit/participants.ts';
export { runAudit, type AuditResult, type Examined } from './audit/run-audit.ts';
export { AUDIT_TIMEOUT_MS, auditOnceStarted, createAuditService } from './audit/service.ts';
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
export { sagaServiceConfig, sagaVariables, type SagaServiceConfig } from './config.ts';
export type { SagaContext } from './context.ts';
export type { Domain, DomainParts, DomainSubject, SagaParts } from './domain.ts';
export { createSagaLoaders, type SagaLoaders } from './loaders.ts';
export { sagaResolvers } from './resolvers.ts';
export { createSagaRunner, startSagaService } from './service.ts';
export * from './visible-sagas.ts';
