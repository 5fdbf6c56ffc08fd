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

/** What a step's work is on a document store. */
export type DocumentWrites = readonly Write[];

/** A step that writes nothing: it answers that all is as it should be already. */
export const unchanged = <Response>(response: Response): StepOutcome<Response, DocumentWrites> => ({
  writes: [],
  response,
});

/** A step that is refused: it writes nothing, and the answer says why. */
export const reject = (
  rejection: Rejection,
): StepOutcome<{ readonly rejection: Rejection }, DocumentWrites> => unchanged({ rejection });

/** A step that has to wait: what it writes is kept, and the same key is asked again. */
export const wait = (
  waiting: Waiting,
  writes: DocumentWrites = [],
): StepOutcome<{ readonly waiting: Waiting }, DocumentWrites> => ({ writes, response: { waiting } });

const recordsOf = (store: DocumentStore): Collection<BarrierRecord> =>
  store.collection<BarrierRecord>({ name: 'step_barriers', indexes: [['recordedAt']] });

/** Keeps the records of a barrier in a document store, one document each; `database` is what traces say of it. */
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
