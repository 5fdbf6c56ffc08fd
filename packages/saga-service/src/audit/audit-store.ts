import type { Document, DocumentStore, Draft } from '@counterstep/document-store';
import type { Examined } from './run-audit.ts';
import type { Finding } from './finding.ts';

/** An audit as it is stored, so that any coordinator can show it, even after a restart. */
export interface AuditDocument extends Document {
  readonly state: 'QUEUED' | 'RUNNING' | 'DONE' | 'FAILED';
  readonly since?: string;
  readonly requestedAt: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  /** The last sign of life; a running audit without one for long counts as failed. */
  readonly aliveAt: string;
  readonly examined: Examined;
  readonly findings: readonly Finding[];
  readonly notes: readonly Finding[];
  readonly truncated: boolean;
  readonly failure?: string;
}

export type AuditStore = ReturnType<typeof createAuditStore>;

/** How many audits are kept. */
const KEPT = 20;

/** The audits on a document store. */
export function createAuditStore(store: DocumentStore) {
  const audits = store.collection<AuditDocument>({ name: 'audits', indexes: [['requestedAt']] });
  const newest = async (limit: number) =>
    (await audits.find({ orderBy: [['requestedAt', 'descending']], limit })).edges.map(({ node }) => node);
  return {
    get: (id: string): Promise<AuditDocument | undefined> => audits.get(id),
    latest: async (): Promise<AuditDocument | undefined> => (await newest(1))[0],
    /** Stores an audit, and removes the oldest ones beyond those that are kept. */
    insert: async (audit: Draft<AuditDocument>): Promise<AuditDocument> => {
      await store.commit([audits.insert(audit)]);
      const old = (await newest(KEPT * 2)).slice(KEPT);
      // Another coordinator may remove the same audits, so each is removed by itself, and a lost race does no harm.
      await Promise.allSettled(old.map(({ id }) => store.commit([audits.remove(id, {})])));
      return { ...audit, version: 1 };
    },
    /**
     * Replaces a stored audit.
     *
     * @throws {WriteRejected} if the audit was changed or removed in the meantime.
     */
    save: async ({ version, ...next }: AuditDocument): Promise<AuditDocument> => {
      await store.commit([audits.replace(next, version)]);
      return { ...next, version: version + 1 };
    },
  };
}
