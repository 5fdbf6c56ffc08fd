import {
  connectionOf,
  matching,
  type Connection,
  type ConnectionArgs,
  readAll,
  type Changefeed,
  type DocumentStore,
  type Draft,
  type Page,
  type Where,
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
  /** The hash of the definition. */
  readonly definitionHash?: string;
  readonly subject?: string;
  readonly owner?: string;
  readonly startedAfter?: Instant;
  readonly startedBefore?: Instant;
}

/** The ends of a history that may be long. */
export interface OldestAndNewest {
  readonly sagas: readonly SagaDocument[];
  /** How many there are between the oldest and the newest. */
  readonly between: number;
}

/** What is read and written of sagas. */
export interface SagaStore {
  /** Whether no other process can use the database. */
  readonly exclusive: boolean;
  get(id: string): Promise<SagaDocument | undefined>;
  getMany(ids: readonly string[]): Promise<ReadonlyMap<string, SagaDocument>>;
  /** All sagas about the subjects, oldest first. */
  ofSubjects(subjects: readonly string[]): Promise<readonly SagaDocument[]>;
  /** The newest sagas about each of the subjects, at most `limit` (1 to 200) of one, oldest first. */
  newestOfSubjects(
    subjects: readonly string[],
    limit: number,
  ): Promise<ReadonlyMap<string, readonly SagaDocument[]>>;
  /**
   * The oldest saga about the subject, and the newest, at most `limit` (1 to 200), oldest first. Nobody is missed that
   * was there when it was asked: `between` may be too low by those that have come since.
   */
  oldestAndNewestOf(subject: string, limit: number): Promise<OldestAndNewest>;
  /** A page of sagas, newest first. */
  list(args: ConnectionArgs, filter: SagaFilter): Promise<SagaConnection>;
  count(filter: SagaFilter): Promise<number>;
  /** All sagas, oldest first, in pages that are read one after the other. */
  pages(filter: SagaFilter): AsyncIterable<readonly SagaDocument[]>;
  /** The saga that started first of those that have not ended. */
  oldestActive(filter: Omit<SagaFilter, 'status'>): Promise<SagaDocument | undefined>;
  /**
   * @throws {WriteRejected} as `duplicate` when there is a saga with the id.
   * @throws {StoreUnavailable} when the outcome is unknown.
   */
  insert(saga: Draft<SagaDocument>): Promise<SagaDocument>;
  /**
   * Replaces the saga by its next state, without its secrets where it has ended. The version guards the epoch too: a
   * claim is a write.
   *
   * @throws {WriteRejected} as `guard` when somebody else has written it since.
   * @throws {StoreUnavailable} when the outcome is unknown.
   */
  save(next: SagaDocument): Promise<SagaDocument>;
  /** Sagas of the given definitions that anyone may claim, those that are due longest first. */
  due(query: {
    definitions: readonly string[];
    now: Instant;
    limit: number;
  }): Promise<readonly SagaDocument[]>;
  /** Sagas that have a holder, whatever their lease says; for a process that is the only one. */
  owned(query: {
    definitions: readonly string[];
    notBy: string;
    limit: number;
  }): Promise<readonly SagaDocument[]>;
  /** Active sagas that nobody has claimed since an instant long ago, and of which nobody has said so yet. */
  overdue(query: { since: Instant; limit: number }): Promise<readonly SagaDocument[]>;
  /**
   * Sagas that are due only after an instant: those with a holder, those without that are STUCK, those of which a step is
   * WAITING, and the others without, so many of each at most.
   */
  misdated(query: {
    ownedAfter: Instant;
    stuckAfter: Instant;
    idleAfter: Instant;
    waitingAfter: Instant;
    limit: number;
  }): Promise<readonly SagaDocument[]>;
  /** Sagas that ended at or before an instant and still have their details, oldest first. */
  archivable(query: { endedBy: Instant; limit: number }): Promise<readonly SagaDocument[]>;
  changes(): Promise<Changefeed<SagaDocument>>;
}

const whereOf = (filter: SagaFilter): Where<SagaDocument> => {
  const { status, startedAfter, startedBefore, ...exact } = filter;
  const startedAt = {
    ...(startedAfter === undefined ? {} : { $gte: startedAfter }),
    ...(startedBefore === undefined ? {} : { $lt: startedBefore }),
  };
  return {
    ...exact,
    ...(status === undefined ? {} : { status: { $in: status } }),
    ...(Object.keys(startedAt).length === 0 ? {} : { startedAt }),
  };
};

/** Whether a saga is one of the filter. */
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

/** One reading where all fit into a page, as nearly always; else one per subject, so that none hides another's. */
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

/** One reading where all fit into it, as nearly always. */
async function oldestAndNewest(sagas: StoredSagas, subject: string, limit: number): Promise<OldestAndNewest> {
  const where = { subject };
  const newest = () => sagas.find({ where, orderBy: [['startedAt', 'descending']], limit });
  const all = await newest();
  if (!all.hasNextPage) return { sagas: nodes(all).reverse(), between: 0 };
  const [total, oldest] = await Promise.all([
    sagas.count(where),
    sagas.find({ where, orderBy: [['startedAt', 'ascending']], limit: 1 }),
  ]);
  // After the count: whoever has come since is among the newest.
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

/** Marks a saga that has ended as one that can be archived, until it is. */
const withArchivability = (saga: Draft<SagaDocument>): Draft<SagaDocument> =>
  saga.finishedAt === undefined || saga.archivedAt !== undefined
    ? saga
    : { ...saga, archivableSince: saga.finishedAt };

/** Marks a saga of which a step waits: it may be due long after all others. */
const withWaiting = ({ waiting: _, ...saga }: Draft<SagaDocument>): Draft<SagaDocument> =>
  isWaiting(saga) ? { ...saga, waiting: true } : saga;

/** Sagas on a document store; with the write that ends a saga it forgets what is secret of its input. */
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
    list: (args, filter) => connectionOf(sagas, args, whereOf(filter), [['startedAt', 'descending']]),
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
