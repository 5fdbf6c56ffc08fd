import type { Logger } from '@counterstep/service-kit';
import { WriteRejected, type Document, type DocumentStore } from '@counterstep/document-store';
import type { SagaDocument, SagaStore } from '@counterstep/saga-engine';

/** How far the sagas have been gone through. */
interface Progress extends Document {
  /** The start of the newest saga that was looked at, ISO 8601. */
  readonly upTo: string;
}

/** What sagas that ended under an earlier version lack; saving one again makes it good. */
export interface Backfill {
  /** Names it in the store. */
  readonly id: string;
  readonly lacksIt: (saga: SagaDocument) => boolean;
  /** What the log says of the sagas that were made good. */
  readonly done: string;
}

/** Sagas that started so long before the newest known one are looked at again: older versions may have ended them. */
const OVERLAP_MS = 7 * 24 * 60 * 60_000;

/** Sagas that ended under a version without the indexed field `archivableSince`. */
const archivable: Backfill = {
  id: 'archivableSince',
  lacksIt: ({ archivableSince, archivedAt }) => archivableSince === undefined && archivedAt === undefined,
  done: 'sagas that ended under an earlier version can be archived now',
};

/**
 * Makes good what sagas that have ended lack. All are gone through once, later only the newest; a death in between is
 * made good by the next run.
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

/** Gives sagas that ended without the field by which they are found to be archived that field. */
export const backfillArchivable = (
  store: DocumentStore,
  sagas: Pick<SagaStore, 'pages' | 'save'>,
  log: Pick<Logger, 'info'>,
): Promise<void> => backfillEnded(archivable, store, sagas, log);

/** Whether nobody else did it at the same time. */
async function quietly(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (error instanceof WriteRejected) return false;
    throw error;
  }
}

/** Saving marks a saga that has ended, and forgets its secrets. */
const save = async (sagas: Pick<SagaStore, 'save'>, saga: SagaDocument): Promise<number> =>
  (await quietly(() => sagas.save(saga))) ? 1 : 0;
