import type { Logger } from '@counterstep/platform';
import { WriteRejected, type Document, type DocumentStore } from '@counterstep/platform/storage';
import type { SagaDocument, SagaStore } from '../saga-store.ts';

/** How far the sagas have been gone through. */
interface Progress extends Document {
  /** The start of the newest saga that was looked at, ISO 8601. */
  readonly upTo: string;
}

const ID = 'archivableSince';

/** Sagas that started so long before the newest known one are looked at again: older versions may have ended them. */
const OVERLAP_MS = 7 * 24 * 60 * 60_000;

const isMissing = ({ archivableSince, archivedAt }: SagaDocument): boolean =>
  archivableSince === undefined && archivedAt === undefined;

/**
 * Gives sagas that ended under a version without the indexed field `archivableSince` that field, so that they are
 * archived like others. All are gone through once, later only the newest; a death in between is made good.
 */
export async function backfillArchivable(
  store: DocumentStore,
  sagas: Pick<SagaStore, 'pages' | 'save'>,
  log: Pick<Logger, 'info'>,
): Promise<void> {
  const backfills = store.collection<Progress>({ name: 'backfills' });
  const progress = await backfills.get(ID);
  const startedAfter = progress && new Date(Date.parse(progress.upTo) - OVERLAP_MS).toISOString();
  const filter = { status: ['COMPLETED', 'COMPENSATED'] as const, ...(startedAfter && { startedAfter }) };
  let [filled, upTo] = [0, progress?.upTo];
  for await (const page of sagas.pages(filter)) {
    for (const saga of page.filter(isMissing)) filled += await save(sagas, saga);
    upTo = page.at(-1)?.startedAt ?? upTo;
  }
  if (upTo === undefined) return;
  const draft = { id: ID, upTo };
  await quietly(() =>
    store.commit([progress ? backfills.replace(draft, progress.version) : backfills.insert(draft)]),
  );
  if (filled > 0) log.info({ filled }, 'sagas that ended under an earlier version can be archived now');
}

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

/** Saving marks a saga that has ended. */
const save = async (sagas: Pick<SagaStore, 'save'>, saga: SagaDocument): Promise<number> =>
  (await quietly(() => sagas.save(saga))) ? 1 : 0;
