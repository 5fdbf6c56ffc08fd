import { StoreUnavailable } from '@counterstep/document-store';
import type { SagaDocument, SagaStore } from '@counterstep/saga-engine';

export interface SnapshotSources {
  readonly loaders: {
    /** The newest sagas about a subject, as this request has read them. */
    readonly sagasOfSubject: {
      clear(subject: string): { load(subject: string): Promise<readonly SagaDocument[]> };
    };
  };
  readonly sagas: Pick<SagaStore, 'get'>;
}

/**
 * The saga as it is at the end of a mutation, or as it was known before where the store does not answer. What the
 * payload's fields tell of the order's sagas is of the same moment, because the rest of the request takes it from the
 * same reading.
 */
export async function snapshotOf(sources: SnapshotSources, saga: SagaDocument): Promise<SagaDocument> {
  try {
    return await read(sources, saga);
  } catch (error) {
    // The saga is durable: who hears of a failure here would take it for one that is not.
    if (!(error instanceof StoreUnavailable)) throw error;
    if (saga.subject !== undefined) sources.loaders.sagasOfSubject.clear(saga.subject);
    return saga;
  }
}

async function read({ loaders, sagas }: SnapshotSources, saga: SagaDocument): Promise<SagaDocument> {
  const { id, subject } = saga;
  if (subject === undefined) return (await sagas.get(id)) ?? saga;
  // An earlier mutation of the same request may have read them.
  const found = await loaders.sagasOfSubject.clear(subject).load(subject);
  return found.find((each) => each.id === id) ?? (await sagas.get(id)) ?? saga;
}
