import {
  readAll,
  WriteRejected,
  type Document,
  type DocumentStore,
  type Write,
} from '@counterstep/document-store';
import { instant, type Clock } from '@counterstep/service-kit';
import { openingMovement } from './domain/movement.ts';
import { marksOf } from './domain/reservation.ts';
import { openedWarehouse } from './domain/warehouse.ts';
import { collectionsOf } from './inventory-store.ts';

/** Records that all existing documents were migrated. */
interface Migration extends Document {
  readonly finishedAt: string;
}

const MARKED = 'reservation-marks-1';
const PAGE = 500;

/**
 * Migrates a store of an older version, once: warehouses that hold stock become entities, existing stock gets opening
 * movements, and reservations get search keys.
 */
export async function migrateStock(store: DocumentStore, clock: Clock): Promise<void> {
  await countOldStock(store, clock);
  await markOldReservations(store, clock);
}

async function countOldStock(store: DocumentStore, clock: Clock): Promise<void> {
  const { stock, warehouses, movements } = collectionsOf(store);
  for (;;) {
    const old = await readAll(stock, { where: { counted: { $exists: false } } });
    if (old.length === 0) return;
    // Warehouses are written first, so that if the process dies here, the items still show what is left to do.
    for (const code of new Set(old.map(({ warehouse }) => warehouse)))
      await unlessDone(store, [warehouses.insert(openedWarehouse({ code, name: code }, instant(clock)))]);
    for (const item of old) {
      const { id, version } = item;
      await unlessDone(store, [
        stock.update(id, { version }, { $set: { counted: true } }),
        ...openingMovement({ ...item, createdAt: instant(clock) }).map((movement) =>
          movements.insert(movement),
        ),
      ]);
    }
  }
}

async function markOldReservations(store: DocumentStore, clock: Clock): Promise<void> {
  const migrations = store.collection<Migration>({ name: 'migrations' });
  if ((await migrations.get(MARKED)) !== undefined) return;
  const { reservations } = collectionsOf(store);
  for (let after: string | undefined, more = true; more;) {
    const page = await reservations.find({ limit: PAGE, ...(after !== undefined && { after }) });
    const old = page.edges.map(({ node }) => node).filter(({ marks }) => marks === undefined);
    // The warehouses of a reservation never change, so no concurrent write conflicts.
    if (old.length > 0)
      await store.commit(
        old.map(({ id, lines }) => reservations.update(id, {}, { $set: { marks: marksOf(lines) } })),
      );
    after = page.edges.at(-1)?.cursor;
    more = page.hasNextPage;
  }
  await unlessDone(store, [migrations.insert({ id: MARKED, finishedAt: instant(clock) })]);
}

/** Ignores a rejected write: another process that started at the same time has done the same. */
async function unlessDone(store: DocumentStore, writes: readonly Write[]): Promise<void> {
  try {
    await store.commit(writes);
  } catch (error) {
    if (!(error instanceof WriteRejected)) throw error;
  }
}
