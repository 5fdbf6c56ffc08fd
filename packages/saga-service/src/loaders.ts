import type { SagaDocument, SagaStore } from '@counterstep/saga-engine';
import DataLoader from 'dataloader';

export interface SagaLoaders {
  /** The newest 50 sagas about a subject, oldest first. */
  readonly sagasOfSubject: DataLoader<string, readonly SagaDocument[]>;
}

const SAGAS_OF_SUBJECT = 50;

/** Creates the loaders for one request, which read the sagas of many subjects at once. */
export const createSagaLoaders = (sagas: Pick<SagaStore, 'newestOfSubjects'>): SagaLoaders => ({
  sagasOfSubject: new DataLoader(async (subjects) => {
    const found = await sagas.newestOfSubjects(subjects, SAGAS_OF_SUBJECT);
    return subjects.map((subject) => found.get(subject) ?? []);
  }),
});
