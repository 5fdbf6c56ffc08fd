import { connectionOf, within, type Connection, type ConnectionArgs } from '@counterstep/service-kit/server';
import type { Collection, DocumentStore, OrderBy, Where } from '@counterstep/document-store';
import type { StockMovement, StockMovementType } from './domain/movement.ts';

export type StockMovementConnection = Connection<StockMovement>;

/** Filters movements; all given conditions must hold. */
export interface MovementCriteria {
  readonly sku?: string | undefined;
  readonly warehouse?: string | undefined;
  readonly type?: readonly StockMovementType[] | undefined;
  readonly orderId?: string | undefined;
  readonly atAfter?: string | undefined;
  readonly atBefore?: string | undefined;
}

/** The movements. Each line of each order writes some, so there are only the indexes that the lists need. */
export const movementsCollection = (store: DocumentStore): Collection<StockMovement> =>
  store.collection<StockMovement>({
    name: 'stock_movements',
    indexes: [['at'], ['sku', 'at'], ['orderId', 'at'], ['type', 'at']],
  });

/** Reads movements. */
export const movementsOf = (movements: Collection<StockMovement>) => ({
  /** A page of movements. */
  movements: (
    args: ConnectionArgs,
    criteria: MovementCriteria,
    orderBy: OrderBy<StockMovement>,
  ): Promise<StockMovementConnection> => connectionOf(movements, args, whereOf(criteria), orderBy),
});

const whereOf = ({
  sku,
  warehouse,
  type,
  orderId,
  atAfter,
  atBefore,
}: MovementCriteria): Where<StockMovement> => ({
  ...(sku !== undefined && { sku }),
  ...(warehouse !== undefined && { warehouse }),
  ...(type !== undefined && { type: { $in: type } }),
  ...(orderId !== undefined && { orderId }),
  ...within('at', atAfter, atBefore),
});
