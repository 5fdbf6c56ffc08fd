import { connectionOf, within, type Connection, type ConnectionArgs } from '@counterstep/service-kit/server';
import {
  commitDecision,
  readAll,
  type Collection,
  type Decision,
  type DocumentStore,
  type OrderBy,
  type Where,
  type Write,
} from '@counterstep/document-store';
import type { Receipt } from './domain/receiving.ts';
import {
  requestedReturn,
  type Closing,
  type NewReturn,
  type Return,
  type ReturnLine,
  type ReturnStatus,
} from './domain/return.ts';
import { orderNumber } from './order-number.ts';

export type ReturnConnection = Connection<Return>;

/** Filters returns; all given conditions must hold. */
export interface ReturnCriteria {
  readonly customerId?: string | undefined;
  readonly orderId?: string | undefined;
  readonly status?: readonly ReturnStatus[] | undefined;
  readonly requestedAfter?: string | undefined;
  readonly requestedBefore?: string | undefined;
}

/** Reads and writes returns. */
export type ReturnStore = ReturnType<typeof createReturnStore>;

export function createReturnStore(store: DocumentStore) {
  const returns = store.collection<Return>({
    name: 'returns',
    indexes: [
      ['orderId', 'requestedAt'],
      ['customerId', 'requestedAt'],
      ['customerId', 'status', 'requestedAt'],
      ['status', 'requestedAt'],
      ['requestedAt'],
    ],
    unique: [['number']],
  });
  return { ...returnReads(store, returns), ...returnWrites(returns) };
}

function returnReads(store: DocumentStore, returns: Collection<Return>) {
  return {
    get: (id: string) => returns.get(id),
    getMany: (ids: readonly string[]) => returns.getMany(ids),

    /** All returns of the orders, oldest first. */
    ofOrders: (orderIds: readonly string[]): Promise<readonly Return[]> =>
      readAll(returns, {
        where: { orderId: { $in: orderIds } },
        orderBy: [['requestedAt', 'ascending']],
      }),

    /** A page of returns, by default newest first. */
    list: (
      args: ConnectionArgs,
      criteria: ReturnCriteria,
      orderBy: OrderBy<Return> = [['requestedAt', 'descending']],
    ): Promise<ReturnConnection> => connectionOf(returns, args, whereOf(criteria), orderBy),

    /** A number that no other return has. */
    freeNumber: async (returnId: string, requestedAt: string): Promise<string> => {
      for (let attempt = 0; ; attempt += 1) {
        const number = `R${orderNumber(returnId, requestedAt, attempt)}`;
        if ((await returns.count({ number })) === 0) return number;
      }
    },

    /** Decides and commits, and decides again if another writer was faster. */
    settle: <Result>(decide: () => Promise<Decision<Result>>): Promise<Result> =>
      commitDecision(store, decide),
  };
}

function returnWrites(returns: Collection<Return>) {
  return {
    record: (asked: NewReturn): Write => returns.insert(requestedReturn(asked)),

    /** Rejected if another writer was faster; so is every write below. */
    recordAwaited: ({ id, version }: Return): Write =>
      returns.update(id, { version }, { $set: { status: 'AWAITING_PARCEL' } }),

    recordReceived: (
      { id, version }: Return,
      lines: readonly ReturnLine[],
      { warehouse, note }: Receipt,
      receivedAt: string,
    ): Write =>
      returns.update(
        id,
        { version },
        {
          $set: {
            ...{ status: 'RECEIVED', lines, warehouse, receivedAt },
            ...(note !== undefined && { receiptNote: note }),
          },
        },
      ),

    recordForgotten: ({ id, version }: Return): Write =>
      returns.update(id, { version }, { $set: { forgotten: true } }),

    recordCompleted: ({ id, version }: Return): Write =>
      returns.update(id, { version }, { $set: { status: 'COMPLETED' } }),

    /** Rejected if the return has changed meanwhile. */
    recordAccepted: ({ id, version, lines }: Return): Write =>
      returns.update(id, { version }, { $set: { lines } }),

    recordClosed: ({ id, version }: Return, closing: Closing): Write =>
      returns.update(id, { version }, { $set: { status: 'CLOSED', closing } }),
  };
}

function whereOf(criteria: ReturnCriteria): Where<Return> {
  const { customerId, orderId, status, requestedAfter, requestedBefore } = criteria;
  return {
    ...(customerId !== undefined && { customerId }),
    ...(orderId !== undefined && { orderId }),
    ...(status !== undefined && { status: { $in: status } }),
    ...within('requestedAt', requestedAfter, requestedBefore),
  };
}
