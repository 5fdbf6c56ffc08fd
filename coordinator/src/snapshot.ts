import type { Loaders } from './loaders.ts';
import type { SagaDocument, SagaStore } from './saga-store.ts';

/**
 * The saga as it is at the end of a mutation. What the payload's fields tell of the order's sagas is of the same moment,
 * because the rest of the request takes it from the same reading.
 */
export async function snapshotOf(
  { loaders, sagas }: { readonly loaders: Loaders; readonly sagas: Pick<SagaStore, 'get'> },
  saga: SagaDocument,
): Promise<SagaDocument> {
  const { id, subject } = saga;
  if (subject === undefined) return (await sagas.get(id)) ?? saga;
  // An earlier mutation of the same request may have read them.
  const read = await loaders.sagasOfSubject.clear(subject).load(subject);
  return read.find((each) => each.id === id) ?? (await sagas.get(id)) ?? saga;
}
