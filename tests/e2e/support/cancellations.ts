import type { Client } from './client.ts';
import type { SagaEvent } from './orders.ts';

/** The payload of cancelOrder. */
export interface Cancelled {
  readonly order: {
    readonly id: string;
    readonly status: string;
    readonly cancelledAt: string | null;
    readonly cancellation: { readonly code: string; readonly message: string } | null;
    readonly reservation: { readonly status: string } | null;
    readonly payment: { readonly status: string; readonly refunded: { readonly amount: number } } | null;
    readonly shipment: { readonly id: string; readonly status: string } | null;
    readonly notifications: readonly { readonly type: string; readonly status: string }[] | null;
    readonly saga: { readonly id: string } | null;
    readonly sagas: readonly { readonly id: string; readonly type: string; readonly status: string }[];
  } | null;
  readonly saga: {
    readonly id: string;
    readonly type: string;
    readonly status: string;
    readonly failure: { readonly step: string | null; readonly code: string } | null;
    readonly steps: readonly { readonly name: string; readonly status: string }[];
    readonly events: readonly SagaEvent[];
  } | null;
  readonly errors: readonly {
    readonly __typename: string;
    readonly code: string;
    readonly message: string;
    readonly path: readonly string[] | null;
  }[];
}

const ORDER_FIELDS = `id status cancelledAt cancellation { code message } reservation { status }
  payment { status refunded { amount } } shipment { id status } notifications { type status }
  saga { id } sagas { id type status }`;

export const CANCEL_ORDER = `mutation ($input: CancelOrderInput!) { cancelOrder(input: $input) {
  order { ${ORDER_FIELDS} }
  saga { id type status failure { step code } steps { name status } events { sequence type step attempt } }
  errors { __typename ... on UserError { code message path } }
} }`;

/** Cancels an order; waits until the saga has ended, unless `changes` say otherwise. */
export async function cancelOrder(client: Client, orderId: string, changes: object = {}): Promise<Cancelled> {
  const input = { orderId, waitFor: 'FINISHED', ...changes };
  return (await client.ask<{ cancelOrder: Cancelled }>(CANCEL_ORDER, { input })).cancelOrder;
}

/** Cancels an order after so many of its events have arrived, or all of them if there are fewer. */
export async function cancelAfter(client: Client, orderId: string, events: number): Promise<Cancelled> {
  const query = 'subscription ($orderId: ID!) { orderProgress(orderId: $orderId) { sequence } }';
  const following = client.follow<{ orderProgress: { sequence: number } }>(query, { orderId });
  for await (const { orderProgress } of following) if (orderProgress.sequence >= events) break;
  return cancelOrder(client, orderId);
}

/** An order as cancelOrder shows it. */
export async function cancelledOrder(client: Client, id: string): Promise<Cancelled['order']> {
  const query = `query ($id: ID!) { order(id: $id) { ${ORDER_FIELDS} } }`;
  return (await client.ask<{ order: Cancelled['order'] }>(query, { id })).order;
}
