import { connectionOf, within, type Connection, type ConnectionArgs } from '@counterstep/service-kit/server';
import { readAll, type Collection, type OrderBy, type Where, type Write } from '@counterstep/document-store';
import { holdMovements, settlementMovements, type StockMovement } from './domain/movement.ts';
import {
  heldReservation,
  markOf,
  type NewReservation,
  type Reservation,
  type ReservationStatus,
} from './domain/reservation.ts';
import type { Move, Settlement } from './domain/settlement.ts';
import { newStockItem, stockItemId, type StockItem, type Units } from './domain/stock.ts';

export type ReservationConnection = Connection<Reservation>;

/** Filters reservations; all given conditions must hold. */
export interface ReservationCriteria {
  readonly status?: readonly ReservationStatus[] | undefined;
  readonly sku?: string | undefined;
  readonly orderId?: string | undefined;
  readonly warehouse?: string | undefined;
  readonly customerId?: string | undefined;
  readonly createdAfter?: string | undefined;
  readonly createdBefore?: string | undefined;
}

/** The data that a settlement is written with. */
export interface SettledBy {
  readonly at: string;
  /** The saga. */
  readonly actor?: string | undefined;
  /** Ids of its stock items that do not exist yet. */
  readonly missing?: ReadonlySet<string>;
  /** The warehouses that are closed to orders. */
  readonly closed?: ReadonlySet<string>;
}

/** Reads and writes reservations, together with the stock that they hold. */
export const reservationsOf = (
  stock: Collection<StockItem>,
  reservations: Collection<Reservation>,
  movements: Collection<StockMovement>,
) => ({
  ...readingOf(reservations),

  /** Holds units for an order. */
  hold: (reservation: NewReservation): readonly Write[] => [
    ...byItem(reservation.lines, ({ quantity }) => ({ available: -quantity, reserved: quantity })).map(
      ({ id, counts }) =>
        stock.update(
          id,
          { available: { $gte: counts.reserved ?? 0 }, closed: { $exists: false } },
          { $inc: counts },
        ),
    ),
    reservations.insert(heldReservation(reservation)),
    ...holdMovements(reservation).map((movement) => movements.insert(movement)),
  ],

  /** Settles a reservation as decided. */
  settle: (
    reservation: Reservation,
    settlement: Settlement,
    { at, actor, missing = new Set(), closed = new Set() }: SettledBy,
  ): readonly Write[] => [
    ...byItem(settlement.moves, changeBy).map(({ id, counts, units }) => {
      if (!missing.has(id))
        return stock.update(
          id,
          { reserved: { $gte: Math.max(0, -(counts.reserved ?? 0)) } },
          { $inc: counts },
        );
      const item = newStockItem({ ...units, quantity: counts.onHand ?? 0 }, at, 'adjustment');
      return stock.insert({ ...item, ...(closed.has(units.warehouse) && { closed: true }) });
    }),
    settled(reservations, reservation, settlement, at),
    ...settlementMovements(reservation, settlement, at, actor).map((movement) => movements.insert(movement)),
  ],

  /** Removes the expiry of a hold. */
  allocate: ({ id, version }: Reservation, allocatedAt: string): Write =>
    reservations.update(id, { version }, { $set: { allocatedAt }, $unset: ['expiresAt'] }),

  /** Sets a new expiry of a hold. */
  extend: ({ id, version }: Reservation, expiresAt: string): Write =>
    reservations.update(id, { version }, { $set: { expiresAt } }),
});

const readingOf = (reservations: Collection<Reservation>) => ({
  /** A page of reservations. */
  reservations: (
    args: ConnectionArgs,
    criteria: ReservationCriteria,
    orderBy: OrderBy<Reservation>,
  ): Promise<ReservationConnection> => connectionOf(reservations, args, whereOf(criteria), orderBy),

  /** The reservations of the given orders. */
  reservationsOf: (orderIds: readonly string[]): Promise<readonly Reservation[]> =>
    readAll(reservations, { where: { orderId: { $in: orderIds } } }),

  /** The reservation of one order. */
  reservationOf: async (orderId: string): Promise<Reservation | undefined> =>
    (await reservations.find({ where: { orderId }, limit: 1 })).edges[0]?.node,

  /** The holds that expire before the given instant, earliest first. */
  endingHolds: async (before: string, limit: number): Promise<readonly Reservation[]> => {
    const where = { status: 'HELD', expiresAt: { $lt: before } } as const;
    const { edges } = await reservations.find({ where, orderBy: [['expiresAt', 'ascending']], limit });
    return edges.map(({ node }) => node);
  },
});

const whereOf = ({
  status,
  sku,
  orderId,
  warehouse,
  customerId,
  createdAfter,
  createdBefore,
}: ReservationCriteria): Where<Reservation> => ({
  ...(status !== undefined && { status: { $in: status } }),
  ...(orderId !== undefined && { orderId }),
  ...(sku !== undefined && { [`marks.${markOf('sku', sku)}`]: true }),
  ...(warehouse !== undefined && { [`marks.${markOf('warehouse', warehouse)}`]: true }),
  ...(customerId !== undefined && { customerId }),
  ...within('heldAt', createdAfter, createdBefore),
});

function settled(
  reservations: Collection<Reservation>,
  { id, version, committedAt, restockedAt, expiresAt }: Reservation,
  { cause, status, lines, returns }: Settlement,
  at: string,
): Write {
  const isRestocked = cause === 'CANCELLED' || cause === 'RETURNED';
  const isOver = status === 'COMMITTED' || status === 'RELEASED';
  return reservations.update(
    id,
    { version },
    {
      $set: {
        ...{ status, lines },
        ...(returns.length > 0 && { returns }),
        ...(status === 'COMMITTED' && committedAt === undefined && { committedAt: at }),
        ...(status === 'RELEASED' && { releasedAt: at }),
        ...(isRestocked && restockedAt === undefined && { restockedAt: at }),
      },
      ...(isOver && expiresAt !== undefined && { $unset: ['expiresAt'] }),
    },
  );
}

type Counts = Partial<Record<'onHand' | 'reserved' | 'available', number>>;

const changeBy = ({ kind, quantity }: Move): Counts => {
  switch (kind) {
    case 'free':
      return { available: quantity, reserved: -quantity };
    case 'take':
      return { onHand: -quantity, reserved: -quantity };
    case 'bring':
      return { onHand: quantity, available: quantity };
  }
};

/** Groups units by stock item, ordered by id, so that no two commits wait for each other. */
function byItem<Of extends Units>(
  all: readonly Of[],
  changeOf: (units: Of) => Counts,
): readonly { readonly id: string; readonly units: Of; readonly counts: Counts }[] {
  const items = new Map<string, { id: string; units: Of; counts: Counts }>();
  for (const units of all) {
    const id = stockItemId(units);
    const item = items.get(id) ?? { id, units, counts: {} };
    for (const [count, by] of Object.entries(changeOf(units)) as [keyof Counts, number][])
      item.counts[count] = (item.counts[count] ?? 0) + by;
    items.set(id, item);
  }
  return [...items.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}
