import { StoreBusy, WriteRejected } from './errors.ts';
import type { DocumentStore } from './port.ts';

/** The outcome of a commit. */
export type CommitOutcome = 'committed' | 'rejected' | 'busy' | 'failed';

const outcomeOf = (error: unknown): CommitOutcome => {
  if (error instanceof WriteRejected) return 'rejected';
  return error instanceof StoreBusy ? 'busy' : 'failed';
};

/** Wraps a store to report each commit's outcome and duration, in seconds. */
export function measuredStore(
  store: DocumentStore,
  observe: (outcome: CommitOutcome, seconds: number) => void,
): DocumentStore {
  return {
    exclusive: store.exclusive,
    collection: (spec) => store.collection(spec),
    changes: (collection) => store.changes(collection),
    ping: () => store.ping(),
    close: () => store.close(),
    commit: async (writes) => {
      if (writes.length === 0) {
        await store.commit(writes);
        return;
      }
      const startedAt = performance.now();
      const tell = (outcome: CommitOutcome): void => {
        observe(outcome, (performance.now() - startedAt) / 1000);
      };
      try {
        await store.commit(writes);
      } catch (error) {
        tell(outcomeOf(error));
        throw error;
      }
      tell('committed');
    },
  };
}
