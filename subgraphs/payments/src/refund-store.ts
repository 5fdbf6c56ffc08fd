import { connectionOf, within, type Connection, type ConnectionArgs } from '@counterstep/service-kit/server';
import {
  readAll,
  type DocumentStore,
  type Draft,
  type OrderBy,
  type Write,
} from '@counterstep/document-store';
import type { Refund, RefundCause, RefundStatus } from './domain/refund.ts';

export type RefundConnection = Connection<Refund>;

/** Selects refunds; all given conditions must hold. */
export interface RefundCriteria {
  readonly customerId?: string | undefined;
  readonly orderId?: string | undefined;
  readonly status?: readonly RefundStatus[] | undefined;
  readonly cause?: readonly RefundCause[] | undefined;
  readonly requestedAfter?: string | undefined;
  readonly requestedBefore?: string | undefined;
}

/** Reads refunds and makes the writes to them. */
export type RefundStore = ReturnType<typeof createRefundStore>;

export function createRefundStore(store: DocumentStore) {
  const refunds = store.collection<Refund>({
    name: 'refunds',
    indexes: [
      ['orderId', 'requestedAt'],
      ['customerId', 'requestedAt'],
      ['status', 'requestedAt'],
      ['cause', 'requestedAt'],
      ['amount.amount'],
      ['requestedAt'],
      ['returnId', 'requestedAt'],
    ],
    unique: [['key']],
  });
  return {
    getMany: (ids: readonly string[]) => refunds.getMany(ids),

    /** The refund with this idempotency key at the provider. */
    withKey: async (key: string): Promise<Refund | undefined> =>
      (await refunds.find({ where: { key }, limit: 1 })).edges[0]?.node,

    /** The refund of each return that has one, by return id. */
    ofReturns: async (returnIds: readonly string[]): Promise<ReadonlyMap<string, Refund>> => {
      const found = await readAll(refunds, { where: { returnId: { $in: returnIds } } });
      return new Map(found.flatMap((refund) => (refund.returnId ? [[refund.returnId, refund]] : [])));
    },

    /** The refunds of orders by order id, each list oldest first. */
    ofOrders: async (orderIds: readonly string[]): Promise<ReadonlyMap<string, readonly Refund[]>> => {
      const found = await readAll(refunds, {
        where: { orderId: { $in: orderIds } },
        orderBy: [['requestedAt', 'ascending']],
      });
      const byOrder = new Map<string, Refund[]>();
      for (const refund of found) {
        const others = byOrder.get(refund.orderId);
        if (others === undefined) byOrder.set(refund.orderId, [refund]);
        else others.push(refund);
      }
      return byOrder;
    },

    /** A page of refunds. */
    list: (
      args: ConnectionArgs,
      criteria: RefundCriteria,
      orderBy: OrderBy<Refund>,
    ): Promise<RefundConnection> => connectionOf(refunds, args, whereOf(criteria), orderBy),

    get: (id: string) => refunds.get(id),

    succeed: ({ id, version }: Refund, refundId: string, settledAt: string): Write =>
      refunds.update(id, { version }, { $set: { status: 'SUCCEEDED', refundId, settledAt } }),

    fail: ({ id, version }: Refund, failure: string, settledAt: string): Write =>
      refunds.update(id, { version }, { $set: { status: 'FAILED', failure, settledAt } }),

    record: (refund: Draft<Refund>): Write => refunds.insert(refund),
  };
}

const whereOf = ({
  customerId,
  orderId,
  status,
  cause,
  requestedAfter,
  requestedBefore,
}: RefundCriteria) => ({
  ...(customerId !== undefined && { customerId }),
  ...(orderId !== undefined && { orderId }),
  ...(status !== undefined && { status: { $in: status } }),
  ...(cause !== undefined && { cause: { $in: cause } }),
  ...within('requestedAt', requestedAfter, requestedBefore),
});
