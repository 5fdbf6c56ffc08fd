import { WriteRejected } from '@counterstep/document-store';
import type { SagaDocument } from './saga-store.ts';
import type { Engine } from './engine.ts';

const unlessChanged = async (save: () => Promise<SagaDocument>): Promise<SagaDocument | undefined> => {
  try {
    return await save();
  } catch (error) {
    if (error instanceof WriteRejected) return undefined;
    throw error;
  }
};

/** Saves a saga unless it has changed since it was read; undefined if it has. */
export const saveIfUnchanged = ({ store }: Engine, next: SagaDocument): Promise<SagaDocument | undefined> =>
  unlessChanged(() => store.save(next));

/** Saves a claim of a saga unless the saga has changed since it was read; undefined if it has. */
export const saveClaim = ({ store, leases }: Engine, next: SagaDocument): Promise<SagaDocument | undefined> =>
  unlessChanged(() => leases.during(() => store.save(next)));

/** The saga without a holder, and not due, so that no coordinator claims it. */
export const unowned = ({ holder: _, dueAt: __, ...saga }: SagaDocument): SagaDocument => saga;
