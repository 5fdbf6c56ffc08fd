import {
  commitWithin,
  WriteRejected,
  type Collection,
  type DocumentStore,
  type Write,
} from '@counterstep/document-store';
import { noTrace, type Attributes } from '@counterstep/primitives';
import type { BarrierStore } from '../port.ts';
import type { StepOutcome } from '../barrier.ts';
import type { BarrierRecord, Rejection, Waiting } from '../rules.ts';

/** The writes of a step's work on a document store. */
export type DocumentWrites = readonly Write[];

/** The outcome of a step that has nothing to write. */
export const unchanged = <Response>(response: Response): StepOutcome<Response, DocumentWrites> => ({
  writes: [],
  response,
});

/** The outcome of a step that is rejected: it writes nothing, and answers why. */
export const reject = (
  rejection: Rejection,
): StepOutcome<{ readonly rejection: Rejection }, DocumentWrites> => unchanged({ rejection });

/** The outcome of a step that has to wait: its writes are kept, and the same key is asked again. */
export const wait = (
  waiting: Waiting,
  writes: DocumentWrites = [],
): StepOutcome<{ readonly waiting: Waiting }, DocumentWrites> => ({ writes, response: { waiting } });

const recordsOf = (store: DocumentStore): Collection<BarrierRecord> =>
  store.collection<BarrierRecord>({ name: 'step_barriers', indexes: [['recordedAt']] });

/** Keeps the records of a barrier in a document store, one document each; `database` describes the store in traces. */
export function documentBarrierStore(
  store: DocumentStore,
  database: Attributes = {},
): BarrierStore<DocumentWrites> {
  const records = recordsOf(store);
  return {
    get: (id) => records.get(id),
    commit: ({ writes = [], record, replaces }, trace = noTrace) => {
      const write = replaces === undefined ? records.insert(record) : records.replace(record, replaces);
      return commitWithin(trace, store, [...writes, write], database);
    },
    isLostRace: (error) => error instanceof WriteRejected,
    find: ({ ids, since, limit, after }) =>
      records.find({
        where: {
          ...(ids !== undefined && { id: { $in: ids } }),
          ...(since !== undefined && { recordedAt: { $gte: since } }),
        },
        orderBy: [['recordedAt', 'ascending']],
        limit,
        ...(after !== undefined && { after }),
      }),
    forget: async (ids) => {
      const found = await records.getMany(ids);
      const removals = [...found.values()].map(({ id, version }) => records.remove(id, { version }));
      await store.commit(removals);
      return removals.length;
    },
  };
}
