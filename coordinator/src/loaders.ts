import DataLoader from 'dataloader';
import type { SagaDocument, SagaStore } from './saga-store.ts';

export interface Loaders {
  /** The sagas about a subject, oldest first. */
  readonly sagasOfSubject: DataLoader<string, readonly SagaDocument[]>;
}

/** Loaders for one request: the sagas of many orders are read at once. */
export const createLoaders = (sagas: SagaStore): Loaders => ({
  sagasOfSubject: new DataLoader(async (subjects) => {
    const found = await sagas.ofSubjects(subjects);
    return subjects.map((subject) => found.filter((saga) => saga.subject === subject));
  }),
});
