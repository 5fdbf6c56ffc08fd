import { StoreUnavailable } from '@counterstep/document-store';
import type { SagaDocument, SagaStore } from '@counterstep/saga-engine';

export interface SnapshotSources {
  readonly loaders: {
    /** This request's cached read of the newest sagas about a subject. */
    readonly sagasOfSubject: {
      clear(subject: string): { load(subject: string): Promise<readonly SagaDocument[]> };
    };
  };
  readonly sagas: Pick<SagaStore, 'get'>;
}

/**
 * The saga as it is at the end of a mutation, or as it was known before if the store does not answer. The read
 * refreshes the request's cache, so that the payload's other fields show the subject's sagas at the same moment.
 */
export async function snapshotOf(sources: SnapshotSources, saga: SagaDocument): Promise<SagaDocument> {
  try {
    return await read(sources, saga);
  } catch (error) {
    // The saga is durable, but an error here would make the client believe that it is not.
    if (!(error instanceof StoreUnavailable)) throw error;
    if (saga.subject !== undefined) sources.loaders.sagasOfSubject.clear(saga.subject);
    return saga;
  }
}

async function read({ loaders, sagas }: SnapshotSources, saga: SagaDocument): Promise<SagaDocument> {
  const { id, subject } = saga;
  if (subject === undefined) return (await sagas.get(id)) ?? saga;
  // An earlier mutation of the same request may have cached these sagas.
  const found = await loaders.sagasOfSubject.clear(subject).load(subject);
  return found.find((each) => each.id === id) ?? (await sagas.get(id)) ?? saga;
}
