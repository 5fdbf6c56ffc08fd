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

/** That all documents that there were have been looked at. */
interface Migration extends Document {
  readonly finishedAt: string;
}

const MARKED = 'reservation-marks-1';
const PAGE = 500;

/**
 * Brings a store of an older version up to date: warehouses in which something stands become entities, stock that
 * stands already gets an opening movement, and reservations say what they can be found by. Nothing where that was done.
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
    // The warehouses come first, so that a process that ends here leaves items that say what is still to be done.
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
    // What an order holds where never changes, so nobody else's write is in the way.
    if (old.length > 0)
      await store.commit(
        old.map(({ id, lines }) => reservations.update(id, {}, { $set: { marks: marksOf(lines) } })),
      );
    after = page.edges.at(-1)?.cursor;
    more = page.hasNextPage;
  }
  await unlessDone(store, [migrations.insert({ id: MARKED, finishedAt: instant(clock) })]);
}

/** Another process may start at the same time, and do the same. */
async function unlessDone(store: DocumentStore, writes: readonly Write[]): Promise<void> {
  try {
    await store.commit(writes);
  } catch (error) {
    if (!(error instanceof WriteRejected)) throw error;
  }
}
