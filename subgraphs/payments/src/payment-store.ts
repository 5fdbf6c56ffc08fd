import { connectionOf, type Connection, type ConnectionArgs } from '@counterstep/service-kit/server';
import type { DocumentStore, Draft, Write } from '@counterstep/document-store';
import type { Payment, PaymentStatus } from './domain/payment.ts';
import type { Captured, Declined, Refunded } from './provider/payment-provider.ts';

export type PaymentConnection = Connection<Payment>;

/** Which payments; all given conditions must hold. */
export interface PaymentCriteria {
  readonly orderIds?: readonly string[] | undefined;
  readonly customerId?: string | undefined;
  readonly status?: readonly PaymentStatus[] | undefined;
}

/** Payments as they are read and written. */
export type PaymentStore = ReturnType<typeof createPaymentStore>;

export function createPaymentStore(store: DocumentStore) {
  const payments = store.collection<Payment>({
    name: 'payments',
    indexes: [['customerId', 'createdAt'], ['status', 'createdAt'], ['createdAt']],
    unique: [['orderId'], ['providerKey']],
  });
  return {
    getMany: (ids: readonly string[]) => payments.getMany(ids),

    /** The payments of at most 1000 orders, by order. */
    ofOrders: async (orderIds: readonly string[]): Promise<ReadonlyMap<string, Payment>> => {
      const { edges } = await payments.find({ where: { orderId: { $in: orderIds } }, limit: 1000 });
      return new Map(edges.map(({ node }) => [node.orderId, node]));
    },

    /** The payment that the provider knows under the key. */
    withKey: async (providerKey: string): Promise<Payment | undefined> =>
      (await payments.find({ where: { providerKey }, limit: 1 })).edges[0]?.node,

    /** A page of payments, newest first. */
    list: (
      args: ConnectionArgs,
      { orderIds, customerId, status }: PaymentCriteria,
    ): Promise<PaymentConnection> =>
      connectionOf(
        payments,
        args,
        {
          ...(orderIds !== undefined && { orderId: { $in: orderIds } }),
          ...(customerId !== undefined && { customerId }),
          ...(status !== undefined && { status: { $in: status } }),
        },
        [['createdAt', 'descending']],
      ),

    recordPending: (payment: Draft<Payment>): Write => payments.insert(payment),

    capture: ({ id }: Draft<Payment>, charge: Captured): Write =>
      payments.update(id, { status: 'PENDING' }, { $set: { status: 'CAPTURED', ...factsOf(charge) } }),

    decline: ({ id }: Draft<Payment>, { declineCode, method }: Declined): Write =>
      payments.update(
        id,
        { status: 'PENDING' },
        { $set: { status: 'DECLINED', declineCode, ...(method !== undefined && { method }) } },
      ),

    refund: ({ id, version }: Payment, { charge, amount, refundedAt }: Refunded): Write =>
      payments.update(
        id,
        { version },
        { $set: { status: 'REFUNDED', ...factsOf(charge), refunded: amount, refundedAt } },
      ),

    void: ({ id, version }: Payment): Write =>
      payments.update(id, { version }, { $set: { status: 'VOIDED' } }),
  };
}

const factsOf = ({ chargeId, method, authorizedAt, capturedAt }: Captured) => ({
  chargeId,
  method,
  authorizedAt,
  capturedAt,
});
