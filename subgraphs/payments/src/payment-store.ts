import type { Money } from '@counterstep/service-kit';
import { connectionOf, within, type Connection, type ConnectionArgs } from '@counterstep/service-kit/server';
import type {
  Changefeed,
  Collection,
  DocumentStore,
  Draft,
  OrderBy,
  Write,
} from '@counterstep/document-store';
import { authorizationsOf, factsOf } from './authorization-store.ts';
import type { Payment, PaymentStatus } from './domain/payment.ts';
import { givenBack } from './domain/refund.ts';
import type { Captured, Declined, Refunded } from './provider/payment-provider.ts';

export type PaymentConnection = Connection<Payment>;

/** Selects payments; all given conditions must hold. */
export interface PaymentCriteria {
  readonly orderIds?: readonly string[] | undefined;
  readonly customerId?: string | undefined;
  readonly orderId?: string | undefined;
  readonly createdAfter?: string | undefined;
  readonly createdBefore?: string | undefined;
  readonly status?: readonly PaymentStatus[] | undefined;
}

/** Reads payments and makes the writes to them. */
export type PaymentStore = ReturnType<typeof createPaymentStore>;

export function createPaymentStore(store: DocumentStore) {
  const payments = store.collection<Payment>({
    name: 'payments',
    indexes: [['customerId', 'createdAt'], ['status', 'createdAt'], ['amount.amount'], ['createdAt']],
    unique: [['orderId'], ['providerKey']],
  });
  return {
    getMany: (ids: readonly string[]) => payments.getMany(ids),

    /** The payments of at most 1000 orders, by order id. */
    ofOrders: async (orderIds: readonly string[]): Promise<ReadonlyMap<string, Payment>> => {
      const { edges } = await payments.find({ where: { orderId: { $in: orderIds } }, limit: 1000 });
      return new Map(edges.map(({ node }) => [node.orderId, node]));
    },

    /** The payment with this idempotency key at the provider. */
    withKey: async (providerKey: string): Promise<Payment | undefined> =>
      (await payments.find({ where: { providerKey }, limit: 1 })).edges[0]?.node,

    /** A page of payments, by default newest first. */
    list: (
      args: ConnectionArgs,
      criteria: PaymentCriteria,
      orderBy: OrderBy<Payment> = [['createdAt', 'descending']],
    ): Promise<PaymentConnection> => connectionOf(payments, args, whereOf(criteria), orderBy),

    /** A page of at most 1000 payments that were refunded in full. */
    refundedPage: (after: string | undefined) =>
      payments.find({ where: { status: 'REFUNDED' }, limit: 1000, ...(after !== undefined && { after }) }),

    recordPending: (payment: Draft<Payment>): Write => payments.insert(payment),

    get: (id: string) => payments.get(id),

    changes: (): Promise<Changefeed<Payment>> => store.changes(payments),

    ...outcomesOf(payments),
    ...authorizationsOf(payments),
    ...claimsOf(payments),
  };
}

/** The writes that record the outcome of a payment. */
const outcomesOf = (payments: Collection<Payment>) => ({
  capture: ({ id }: Draft<Payment>, charge: Captured): Write =>
    payments.update(id, { status: 'PENDING' }, { $set: { status: 'CAPTURED', ...factsOf(charge) } }),

  decline: ({ id }: Draft<Payment>, { declineCode, method }: Declined): Write =>
    payments.update(
      id,
      { status: 'PENDING' },
      { $set: { status: 'DECLINED', declineCode, ...(method !== undefined && { method }) } },
    ),

  /** Records that everything that was left of the payment was refunded. */
  refund: (payment: Payment, { charge, amount, refundedAt }: Refunded): Write => {
    // A capture that was never recorded took the amount that it was begun with.
    const taken = payment.taken ?? payment.capturing;
    const known = taken === undefined ? payment : { ...payment, taken };
    return payments.update(
      payment.id,
      { version: payment.version },
      {
        $set: {
          ...givenBack(known, amount),
          ...factsOf(charge),
          refundedAt,
          ...(taken !== undefined && { taken }),
        },
      },
    );
  },

  void: ({ id, version }: Payment): Write => payments.update(id, { version }, { $set: { status: 'VOIDED' } }),
});

/** The writes that claim money of a payment for refunds about to be made. */
const claimsOf = (payments: Collection<Payment>) => ({
  /** Changes the claimed sum by an amount in minor units. */
  claim: ({ id, version, claimed = 0 }: Payment, change: number): Write =>
    payments.update(id, { version }, { $set: { claimed: claimed + change } }),

  /** Records that a claimed refund was made. */
  refundPart: (payment: Payment, amount: Money, refundedAt: string): Write =>
    payments.update(
      payment.id,
      { version: payment.version },
      {
        $set: {
          ...givenBack(payment, amount),
          claimed: Math.max(0, (payment.claimed ?? 0) - amount.amount),
          refundedAt,
        },
      },
    ),
});

const whereOf = ({
  orderIds,
  customerId,
  orderId,
  status,
  createdAfter,
  createdBefore,
}: PaymentCriteria) => ({
  ...(orderIds !== undefined && { orderId: { $in: orderIds } }),
  ...(orderId !== undefined && { orderId }),
  ...(customerId !== undefined && { customerId }),
  ...(status !== undefined && { status: { $in: status } }),
  ...within('createdAt', createdAfter, createdBefore),
});
