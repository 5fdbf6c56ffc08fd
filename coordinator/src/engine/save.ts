import { WriteRejected } from '@counterstep/platform/storage';
import type { SagaDocument } from '../saga-store.ts';
import type { Engine } from './engine.ts';

/** Saves a saga that anybody may have changed since it was read; undefined where somebody has. */
export const saveIfUnchanged = async (
  engine: Engine,
  next: SagaDocument,
): Promise<SagaDocument | undefined> => {
  try {
    return await engine.store.save(next);
  } catch (error) {
    if (error instanceof WriteRejected) return undefined;
    throw error;
  }
};

/** The saga with nobody who works on it, and nobody who shall. */
export const unowned = ({ owner: _, dueAt: __, ...saga }: SagaDocument): SagaDocument => saga;
