import type { Document, Draft } from '@counterstep/document-store';
import type { Adjustment } from './adjustment.ts';
import type { NewReservation, Reservation } from './reservation.ts';
import type { Move, Settlement } from './settlement.ts';
import type { StockItem, Units } from './stock.ts';

export type StockMovementType = 'ADJUSTMENT' | 'RESERVATION' | 'RELEASE' | 'EXPIRY' | 'SHIPMENT' | 'RETURN';

/** An immutable record of one change to a product's stock in one warehouse. */
export interface StockMovement extends Document, Units {
  readonly at: string;
  readonly type: StockMovementType;
  readonly reason?: string;
  /** The ADMIN or the saga; absent for opening stock. */
  readonly actor?: string;
  readonly orderId?: string;
}

/** How much a movement changes the units on hand in the warehouse. */
export const onHandBy = ({ type, quantity }: Pick<StockMovement, 'type' | 'quantity'>): number =>
  type === 'ADJUSTMENT' || type === 'SHIPMENT' || type === 'RETURN' ? quantity : 0;

/** The movement of stock that is older than the record of movements; none if there was no stock. */
export const openingMovement = ({
  id,
  sku,
  warehouse,
  onHand,
  createdAt,
}: Draft<StockItem>): readonly Draft<StockMovement>[] => {
  if (onHand === 0) return [];
  const opening = { id: `opening-${id}`, at: createdAt, reason: 'Opening stock.' };
  return [{ ...opening, type: 'ADJUSTMENT', sku, warehouse, quantity: onHand }];
};

/** The movement of an adjustment, with the same id. */
export const adjustmentMovement = ({
  id,
  sku,
  warehouse,
  delta,
  reason,
  actorId,
  at,
}: Draft<Adjustment>): Draft<StockMovement> => ({
  ...{ id, at, sku, warehouse, quantity: delta },
  ...{ type: 'ADJUSTMENT', reason, actor: actorId },
});

/** The movements of units that are held for an order. */
export const holdMovements = ({
  id,
  orderId,
  lines,
  heldAt,
  sagaId,
}: NewReservation): Draft<StockMovement>[] =>
  lines.map(({ sku, warehouse, quantity }, index) => ({
    ...{ id: `${id}-0-${index}`, at: heldAt, sku, warehouse, quantity: -quantity },
    ...{ type: 'RESERVATION', orderId },
    ...(sagaId !== undefined && { actor: sagaId }),
  }));

/** The movements that settle a reservation as decided; `actor` is the saga. */
export const settlementMovements = (
  { id, orderId, version }: Reservation,
  { moves, cause }: Settlement,
  at: string,
  actor: string | undefined,
): Draft<StockMovement>[] =>
  moves.map((move, index) => ({
    ...{ id: `${id}-${version}-${index}`, at, sku: move.sku, warehouse: move.warehouse },
    ...{
      type: typeOf(move, cause),
      quantity: move.kind === 'take' ? -move.quantity : move.quantity,
      orderId,
    },
    ...(actor !== undefined && { actor }),
    ...((cause === 'CANCELLED' || cause === 'RETURNED') && { reason: REASONS[cause] }),
  }));

const REASONS = { CANCELLED: 'Cancelled.', RETURNED: 'Sent back.' } as const;

function typeOf({ kind }: Move, cause: Settlement['cause']): StockMovementType {
  if (kind === 'take') return 'SHIPMENT';
  if (kind === 'bring') return 'RETURN';
  return cause === 'EXPIRED' ? 'EXPIRY' : 'RELEASE';
}
