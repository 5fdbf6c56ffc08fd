import type { Document, DocumentStore, Draft } from '@counterstep/document-store';
import type { Examined } from './run-audit.ts';
import type { Finding } from './finding.ts';

/** An audit as it is stored: it can be read at any coordinator, and after a restart. */
export interface AuditDocument extends Document {
  readonly state: 'QUEUED' | 'RUNNING' | 'DONE' | 'FAILED';
  readonly since?: string;
  readonly requestedAt: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  /** The last sign of life; an audit that lacks one for long is given up. */
  readonly aliveAt: string;
  readonly examined: Examined;
  readonly findings: readonly Finding[];
  readonly notes: readonly Finding[];
  readonly truncated: boolean;
  readonly failure?: string;
}

export type AuditStore = ReturnType<typeof createAuditStore>;

/** So many audits are kept. */
const KEPT = 20;

/** Audits on a document store. */
export function createAuditStore(store: DocumentStore) {
  const audits = store.collection<AuditDocument>({ name: 'audits', indexes: [['requestedAt']] });
  const newest = async (limit: number) =>
    (await audits.find({ orderBy: [['requestedAt', 'descending']], limit })).edges.map(({ node }) => node);
  return {
    get: (id: string): Promise<AuditDocument | undefined> => audits.get(id),
    latest: async (): Promise<AuditDocument | undefined> => (await newest(1))[0],
    /** Records an audit, and forgets those that came long before. */
    insert: async (audit: Draft<AuditDocument>): Promise<AuditDocument> => {
      await store.commit([audits.insert(audit)]);
      const old = (await newest(KEPT * 2)).slice(KEPT);
      // Another coordinator may remove the same ones: each goes by itself, and losing the race is as good.
      await Promise.allSettled(old.map(({ id }) => store.commit([audits.remove(id, {})])));
      return { ...audit, version: 1 };
    },
    /** @throws {WriteRejected} when the audit was removed meanwhile. */
    save: async ({ version, ...next }: AuditDocument): Promise<AuditDocument> => {
      await store.commit([audits.replace(next, version)]);
      return { ...next, version: version + 1 };
    },
  };
}
