import type {
  Changefeed,
  Collection,
  CollectionSpec,
  DocumentStore,
  Draft,
  OrderBy,
  Where,
} from '@counterstep/document-store';
import { derive } from '@counterstep/primitives';
import type { SagaDocument } from './saga-document.ts';

/** A saga in the store's format, in which four fields keep the names that older versions wrote. */
export type StoredSaga = Omit<SagaDocument, 'definitionName' | 'definitionHash' | 'holder' | 'owner'> & {
  readonly type: string;
  readonly definition: string;
  /** The holder of the lease. */
  readonly owner?: string;
  /** The saga's owner, such as a customer. */
  readonly customer?: string;
};

/** A collection of sagas that converts them from and to the store's format. */
export interface StoredSagas extends Omit<Collection<SagaDocument>, 'name' | 'update' | 'remove'> {
  changes(): Promise<Changefeed<SagaDocument>>;
}

const spec: CollectionSpec<StoredSaga> = {
  name: 'sagas',
  indexes: [
    ['dueAt'],
    ['waiting', 'dueAt'],
    ['owner'],
    ['archivableSince'],
    ['subject', 'startedAt'],
    ['customer', 'startedAt'],
    ['status', 'startedAt'],
    ['type', 'startedAt'],
    ['startedAt'],
  ],
};

/** Converts a saga from the store's format. */
export const fromStored = ({
  type,
  definition,
  owner: holder,
  customer: owner,
  ...saga
}: StoredSaga): SagaDocument => ({
  ...saga,
  definitionName: type,
  definitionHash: definition,
  ...(holder !== undefined && { holder }),
  ...(owner !== undefined && { owner }),
});

const toStored = ({
  definitionName,
  definitionHash,
  holder,
  owner,
  ...saga
}: Draft<SagaDocument>): Draft<StoredSaga> => ({
  ...saga,
  type: definitionName,
  definition: definitionHash,
  ...(holder !== undefined && { owner: holder }),
  ...(owner !== undefined && { customer: owner }),
});

const storedNames: Partial<Record<string, string>> = {
  definitionName: 'type',
  definitionHash: 'definition',
  holder: 'owner',
  owner: 'customer',
};

const whereStored = (where: Where<SagaDocument>): Where<StoredSaga> =>
  Object.fromEntries(
    Object.entries(where).map(([path, condition]) => [storedNames[path] ?? path, condition]),
  );

const orderStored = (orderBy: OrderBy<SagaDocument>): OrderBy<StoredSaga> =>
  orderBy.map(([path, direction]) => [storedNames[path] ?? path, direction]) as OrderBy<StoredSaga>;

const changesFromStored = (feed: Changefeed<StoredSaga>): Changefeed<SagaDocument> =>
  derive(feed, (change) =>
    change.kind === 'put' ? { ...change, document: fromStored(change.document) } : change,
  );

/** The sagas of a store. */
export const storedSagas = (store: DocumentStore): StoredSagas => {
  const stored = store.collection<StoredSaga>(spec);
  return {
    get: async (id) => {
      const saga = await stored.get(id);
      return saga && fromStored(saga);
    },
    getMany: async (ids) => {
      const sagas = await stored.getMany(ids);
      return new Map([...sagas].map(([id, saga]) => [id, fromStored(saga)]));
    },
    find: async ({ where = {}, orderBy, ...query }) => {
      const page = await stored.find({
        ...query,
        where: whereStored(where),
        ...(orderBy && { orderBy: orderStored(orderBy) }),
      });
      return { ...page, edges: page.edges.map(({ cursor, node }) => ({ cursor, node: fromStored(node) })) };
    },
    count: (where = {}) => stored.count(whereStored(where)),
    insert: (saga) => stored.insert(toStored(saga)),
    replace: (saga, expectedVersion) => stored.replace(toStored(saga), expectedVersion),
    changes: async () => changesFromStored(await store.changes(stored)),
  };
};
