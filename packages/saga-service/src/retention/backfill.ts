import type { Logger } from '@counterstep/service-kit';
import { WriteRejected, type Document, type DocumentStore } from '@counterstep/document-store';
import type { SagaDocument, SagaStore } from '@counterstep/saga-engine';

/** How far a backfill has come. */
interface Progress extends Document {
  /** When the newest examined saga started, ISO 8601. */
  readonly upTo: string;
}

/** Something that sagas which ended under an older version lack, and get when they are saved again. */
export interface Backfill {
  /** The name of the backfill's progress in the store. */
  readonly id: string;
  readonly lacksIt: (saga: SagaDocument) => boolean;
  /** The log message after sagas were saved again. */
  readonly done: string;
}

/**
 * How long before the newest examined saga the next run begins, in ms; coordinators of older versions may have ended
 * these sagas since.
 */
const OVERLAP_MS = 7 * 24 * 60 * 60_000;

/** Adds the indexed field `archivableSince` to sagas that ended under a version without it. */
const archivable: Backfill = {
  id: 'archivableSince',
  lacksIt: ({ archivableSince, archivedAt }) => archivableSince === undefined && archivedAt === undefined,
  done: 'sagas that ended under an earlier version can be archived now',
};

/**
 * Saves ended sagas again that lack something. The first run examines all sagas, later runs only the newest; the next
 * run completes one that was cut off.
 */
export async function backfillEnded(
  { id, lacksIt, done }: Backfill,
  store: DocumentStore,
  sagas: Pick<SagaStore, 'pages' | 'save'>,
  log: Pick<Logger, 'info'>,
): Promise<void> {
  const backfills = store.collection<Progress>({ name: 'backfills' });
  const progress = await backfills.get(id);
  const startedAfter = progress && new Date(Date.parse(progress.upTo) - OVERLAP_MS).toISOString();
  const filter = { status: ['COMPLETED', 'COMPENSATED'] as const, ...(startedAfter && { startedAfter }) };
  let [filled, upTo] = [0, progress?.upTo];
  for await (const page of sagas.pages(filter)) {
    for (const saga of page.filter(lacksIt)) filled += await save(sagas, saga);
    upTo = page.at(-1)?.startedAt ?? upTo;
  }
  if (upTo === undefined) return;
  const draft = { id, upTo };
  await quietly(() =>
    store.commit([progress ? backfills.replace(draft, progress.version) : backfills.insert(draft)]),
  );
  if (filled > 0) log.info({ filled }, done);
}

/** Adds the field by which archiving finds sagas to ended sagas without it. */
export const backfillArchivable = (
  store: DocumentStore,
  sagas: Pick<SagaStore, 'pages' | 'save'>,
  log: Pick<Logger, 'info'>,
): Promise<void> => backfillEnded(archivable, store, sagas, log);

/** Writes; returns false if another writer was faster. */
async function quietly(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (error instanceof WriteRejected) return false;
    throw error;
  }
}

/** Saves an ended saga, which marks it as archivable and erases its secrets; returns how many were saved. */
const save = async (sagas: Pick<SagaStore, 'save'>, saga: SagaDocument): Promise<number> =>
  (await quietly(() => sagas.save(saga))) ? 1 : 0;
