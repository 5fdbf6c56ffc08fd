import {
  connectionOf,
  matching,
  orderOf,
  type Connection,
  type ConnectionArgs,
  type OrderByArgument,
  readAll,
  type Changefeed,
  type DocumentStore,
  type Draft,
  type Page,
  type Where,
  within,
} from '@counterstep/document-store';
import type { Instant } from './core/instant.ts';
import { withoutSecrets, type SecretInputs } from './core/secrets.ts';
import { isWaiting, type SagaState } from './core/state.ts';
import type { SagaDocument } from './saga-document.ts';
import { storedSagas, type StoredSagas } from './stored-sagas.ts';

export type { SagaDocument } from './saga-document.ts';

export type SagaConnection = Connection<SagaDocument>;

export interface SagaFilter {
  readonly status?: readonly SagaState['status'][];
  readonly definitionName?: string;
  readonly definitionHash?: string;
  readonly subject?: string;
  readonly owner?: string;
  readonly startedAfter?: Instant;
  readonly startedBefore?: Instant;
}

/** By what a list of sagas can be ordered. */
export type SagaOrderField = 'STARTED_AT' | 'STATUS' | 'TYPE';

/** The oldest and the newest sagas of a history that may be long. */
export interface OldestAndNewest {
  readonly sagas: readonly SagaDocument[];
  /** How many sagas are left out between the oldest and the newest ones. */
  readonly between: number;
}

/** The stored sagas of all coordinators. */
export interface SagaStore {
  /** Whether no other process can use the database. */
  readonly exclusive: boolean;
  get(id: string): Promise<SagaDocument | undefined>;
  getMany(ids: readonly string[]): Promise<ReadonlyMap<string, SagaDocument>>;
  /** All sagas about the subjects, oldest first. */
  ofSubjects(subjects: readonly string[]): Promise<readonly SagaDocument[]>;
  /** The newest sagas about each subject, at most `limit` (1 to 200) per subject, oldest first. */
  newestOfSubjects(
    subjects: readonly string[],
    limit: number,
  ): Promise<ReadonlyMap<string, readonly SagaDocument[]>>;
  /**
   * The oldest saga about the subject, and at most `limit` (1 to 200) of the newest, oldest first. Sagas that come
   * during the read may make `between` too low, but never hide an earlier one.
   */
  oldestAndNewestOf(subject: string, limit: number): Promise<OldestAndNewest>;
  /** A page of sagas, newest first by default. */
  list(
    args: ConnectionArgs,
    filter: SagaFilter,
    orderBy?: OrderByArgument<SagaOrderField> | null,
  ): Promise<SagaConnection>;
  count(filter: SagaFilter): Promise<number>;
  /** The sagas that match, oldest first, in pages; each page is read when it is asked for. */
  pages(filter: SagaFilter): AsyncIterable<readonly SagaDocument[]>;
  /** Of the sagas that match and have not ended, the one that started first. */
  oldestActive(filter: Omit<SagaFilter, 'status'>): Promise<SagaDocument | undefined>;
  /**
   * Stores a new saga.
   *
   * @throws {WriteRejected} as `duplicate` if there is a saga with the id.
   * @throws {StoreUnavailable} when the outcome is unknown.
   */
  insert(saga: Draft<SagaDocument>): Promise<SagaDocument>;
  /**
   * Replaces the saga with its next state, without its secrets if it has ended. The version guards the epoch too,
   * because a claim is a write.
   *
   * @throws {WriteRejected} as `guard` if the saga has been written since it was read.
   * @throws {StoreUnavailable} when the outcome is unknown.
   */
  save(next: SagaDocument): Promise<SagaDocument>;
  /** Sagas of the given definitions (hashes) that any coordinator may claim, the longest due first. */
  due(query: {
    definitions: readonly string[];
    now: Instant;
    limit: number;
  }): Promise<readonly SagaDocument[]>;
  /**
   * Sagas of the given definitions with another holder, whatever their lease says; for a process that has the store for
   * itself.
   */
  owned(query: {
    definitions: readonly string[];
    notBy: string;
    limit: number;
  }): Promise<readonly SagaDocument[]>;
  /** Sagas that have been due since the instant or longer, and are not marked as halted. */
  overdue(query: { since: Instant; limit: number }): Promise<readonly SagaDocument[]>;
  /**
   * Sagas that are due after the instant for their kind: with a holder, STUCK without one, WAITING in a step without
   * one, and others without one; at most `limit` of each kind.
   */
  misdated(query: {
    ownedAfter: Instant;
    stuckAfter: Instant;
    idleAfter: Instant;
    waitingAfter: Instant;
    limit: number;
  }): Promise<readonly SagaDocument[]>;
  /** Sagas that ended at or before the instant and still have their details, oldest first. */
  archivable(query: { endedBy: Instant; limit: number }): Promise<readonly SagaDocument[]>;
  changes(): Promise<Changefeed<SagaDocument>>;
}

const whereOf = (filter: SagaFilter): Where<SagaDocument> => {
  const { status, startedAfter, startedBefore, ...exact } = filter;
  return {
    ...exact,
    ...(status === undefined ? {} : { status: { $in: status } }),
    ...within('startedAt', startedAfter, startedBefore),
  };
};

/** A predicate for the sagas that match the filter. */
export const matchingSagas = (filter: SagaFilter): ((saga: SagaDocument) => boolean) =>
  matching(whereOf(filter));

const nodes = ({ edges }: Page<SagaDocument>): SagaDocument[] => edges.map(({ node }) => node);

type Claimable = Pick<SagaStore, 'due' | 'owned' | 'overdue' | 'misdated'>;

const claimable = (sagas: StoredSagas): Claimable => {
  const find = async (where: Where<SagaDocument>, limit: number) =>
    nodes(await sagas.find({ where, orderBy: [['dueAt', 'ascending']], limit }));
  return {
    due: ({ definitions, now, limit }) =>
      find({ dueAt: { $lte: now }, definitionHash: { $in: definitions } }, limit),
    owned: ({ definitions, notBy, limit }) =>
      find({ holder: { $exists: true, $ne: notBy }, definitionHash: { $in: definitions } }, limit),
    overdue: ({ since, limit }) => find({ dueAt: { $lte: since }, halted: { $exists: false } }, limit),
    misdated: async ({ ownedAfter, stuckAfter, idleAfter, waitingAfter, limit }) => {
      const holder = { $exists: false };
      const found = await Promise.all([
        find({ holder: { $exists: true }, dueAt: { $gt: ownedAfter } }, limit),
        find({ holder, status: 'STUCK', dueAt: { $gt: stuckAfter } }, limit),
        find(
          { holder, waiting: { $exists: false }, status: { $ne: 'STUCK' }, dueAt: { $gt: idleAfter } },
          limit,
        ),
        find({ holder, waiting: true, dueAt: { $gt: waitingAfter } }, limit),
      ]);
      return found.flat();
    },
  };
};

const PAGE = 200;

async function* pagesOf(
  sagas: StoredSagas,
  filter: SagaFilter,
): AsyncGenerator<readonly SagaDocument[], void> {
  const query = { where: whereOf(filter), orderBy: [['startedAt', 'ascending']], limit: PAGE } as const;
  for (let after: string | undefined, more = true; more;) {
    const page = await sagas.find({ ...query, ...(after === undefined ? {} : { after }) });
    yield nodes(page);
    after = page.edges.at(-1)?.cursor;
    more = page.hasNextPage;
  }
}

/**
 * Reads all subjects at once if their sagas fit into a page, as they nearly always do; else reads each by itself, so
 * that no subject's sagas hide another's.
 */
async function newestOf(
  sagas: StoredSagas,
  subjects: readonly string[],
  limit: number,
): Promise<ReadonlyMap<string, readonly SagaDocument[]>> {
  const newest = (where: Where<SagaDocument>, most: number) =>
    sagas.find({ where, orderBy: [['startedAt', 'descending']], limit: most });
  const page = await newest({ subject: { $in: subjects } }, PAGE);
  const all = nodes(page);
  const of = async (subject: string): Promise<readonly SagaDocument[]> =>
    page.hasNextPage
      ? nodes(await newest({ subject }, limit))
      : all.filter((saga) => saga.subject === subject).slice(0, limit);
  return new Map(
    await Promise.all(
      subjects.map(async (subject) => [subject, [...(await of(subject))].reverse()] as const),
    ),
  );
}

/** Reads once if all sagas fit into `limit`, as they nearly always do. */
async function oldestAndNewest(sagas: StoredSagas, subject: string, limit: number): Promise<OldestAndNewest> {
  const where = { subject };
  const newest = () => sagas.find({ where, orderBy: [['startedAt', 'descending']], limit });
  const all = await newest();
  if (!all.hasNextPage) return { sagas: nodes(all).reverse(), between: 0 };
  const [total, oldest] = await Promise.all([
    sagas.count(where),
    sagas.find({ where, orderBy: [['startedAt', 'ascending']], limit: 1 }),
  ]);
  // Read after the count, so that sagas which came since are among the newest.
  const latest = nodes(await newest()).reverse();
  return { sagas: [...nodes(oldest), ...latest], between: Math.max(0, total - 1 - latest.length) };
}

const active = ['RUNNING', 'COMPENSATING', 'STUCK'] as const;

type Figures = Pick<SagaStore, 'count' | 'pages' | 'oldestActive'>;

const figures = (sagas: StoredSagas): Figures => ({
  count: (filter) => sagas.count(whereOf(filter)),
  pages: (filter) => pagesOf(sagas, filter),
  oldestActive: async (filter) => {
    const where = whereOf({ ...filter, status: active });
    const [oldest] = nodes(await sagas.find({ where, orderBy: [['startedAt', 'ascending']], limit: 1 }));
    return oldest;
  },
});

/** Marks an ended saga as archivable, until it is archived. */
const withArchivability = (saga: Draft<SagaDocument>): Draft<SagaDocument> =>
  saga.finishedAt === undefined || saga.archivedAt !== undefined
    ? saga
    : { ...saga, archivableSince: saga.finishedAt };

/** Marks a saga with a waiting step, because it may be due long after all others. */
const withWaiting = ({ waiting: _, ...saga }: Draft<SagaDocument>): Draft<SagaDocument> =>
  isWaiting(saga) ? { ...saga, waiting: true } : saga;

/** The sagas on a document store; the write that ends a saga also erases the secret fields of its input. */
export const createSagaStore = (store: DocumentStore, secrets: SecretInputs = new Map()): SagaStore => {
  const sagas = storedSagas(store);
  return {
    exclusive: store.exclusive,
    get: (id) => sagas.get(id),
    getMany: (ids) => sagas.getMany(ids),
    ofSubjects: (subjects) =>
      readAll(sagas, { where: { subject: { $in: subjects } }, orderBy: [['startedAt', 'ascending']] }),
    newestOfSubjects: (subjects, limit) => newestOf(sagas, subjects, limit),
    oldestAndNewestOf: (subject, limit) => oldestAndNewest(sagas, subject, limit),
    list: (args, filter, orderBy) =>
      connectionOf(
        sagas,
        args,
        whereOf(filter),
        orderOf(
          orderBy,
          {
            STARTED_AT: ['startedAt'],
            STATUS: ['status', 'startedAt'],
            TYPE: ['definitionName', 'startedAt'],
          },
          { field: 'STARTED_AT', direction: 'DESC' },
        ),
      ),
    insert: async (saga) => {
      await store.commit([sagas.insert(saga)]);
      return { ...saga, version: 1 };
    },
    save: async ({ version, ...next }) => {
      const saga = withWaiting(withArchivability(withoutSecrets(secrets, next)));
      await store.commit([sagas.replace(saga, version)]);
      return { ...saga, version: version + 1 };
    },
    ...claimable(sagas),
    ...figures(sagas),
    archivable: async ({ endedBy, limit }) =>
      nodes(
        await sagas.find({
          where: { archivableSince: { $lte: endedBy } },
          orderBy: [['archivableSince', 'ascending']],
          limit,
        }),
      ),
    changes: () => sagas.changes(),
  };
};
