import type { RequestContext } from '@counterstep/service-kit/server';
import DataLoader from 'dataloader';
import { createNodeLoader, type NodeReference } from './node/node.ts';
import type { SagaDocument, SagaStore } from '@counterstep/saga-engine';
import type { Ask } from '@counterstep/saga-service';

export interface Loaders {
  /** The newest 50 sagas about a subject, oldest first. */
  readonly sagasOfSubject: DataLoader<string, readonly SagaDocument[]>;
  /** The nodes of other subgraphs that the viewer may see. */
  readonly node: DataLoader<string, NodeReference | undefined>;
}

const SAGAS_OF_SUBJECT = 50;

/** Loaders for one request: the sagas of many orders are read at once. */
export const createLoaders = (sagas: SagaStore, ask: Ask, request: RequestContext): Loaders => ({
  node: createNodeLoader(ask, request),
  sagasOfSubject: new DataLoader(async (subjects) => {
    const found = await sagas.newestOfSubjects(subjects, SAGAS_OF_SUBJECT);
    return subjects.map((subject) => found.get(subject) ?? []);
  }),
});
