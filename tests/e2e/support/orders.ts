import type { Client } from './client.ts';

export interface SagaEvent {
  readonly sequence: number;
  readonly type: string;
  readonly step: string | null;
  readonly attempt: number | null;
}

export interface Placed {
  readonly orderId: string | null;
  readonly order: {
    readonly id: string;
    readonly number: string;
    readonly status: string;
    readonly cancellation: { readonly code: string } | null;
    readonly total: { readonly amount: number };
    readonly reservation: { readonly status: string } | null;
    readonly payment: { readonly status: string; readonly declineCode: string | null } | null;
    readonly shipment: { readonly status: string; readonly trackingNumber: string | null } | null;
    readonly notifications: readonly { readonly type: string; readonly status: string }[] | null;
  } | null;
  readonly saga: {
    readonly id: string;
    readonly status: string;
    readonly failure: { readonly step: string | null; readonly code: string } | null;
    readonly steps: readonly { readonly name: string; readonly status: string; readonly attempts: number }[];
    readonly events: readonly SagaEvent[];
  } | null;
  readonly errors: readonly {
    readonly __typename: string;
    readonly code: string;
    readonly path: readonly string[] | null;
  }[];
}

const ORDER_FIELDS = `id number status cancellation { code } total { amount } reservation { status }
  payment { status declineCode } shipment { status trackingNumber } notifications { type status }`;
const SAGA_FIELDS = `id status failure { step code } steps { name status attempts }
  events { sequence type step attempt }`;

const PLACE_ORDER = `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) {
  orderId
  order { ${ORDER_FIELDS} }
  saga { ${SAGA_FIELDS} }
  errors { __typename ... on UserError { code path } }
} }`;

export const PROGRESS = `subscription ($orderId: ID!, $afterSequence: Int) {
  orderProgress(orderId: $orderId, afterSequence: $afterSequence) { sequence type step attempt order { id status payment { status } } }
}`;

export type OrderInput = Readonly<Record<string, unknown>>;

/** The input of an order for two mugs, paid with a card that works. */
export const mugs = (changes: object = {}): OrderInput => ({
  lines: [{ sku: 'MUG-BLUE', quantity: 2 }],
  payment: { token: 'tok_visa' },
  waitFor: 'FINISHED',
  ...changes,
});

export async function placeOrder(client: Client, input: object): Promise<Placed> {
  return (await client.ask<{ placeOrder: Placed }>(PLACE_ORDER, { input })).placeOrder;
}

/** The order and its latest saga in their present state. */
export async function orderOf(
  client: Client,
  id: string,
): Promise<NonNullable<Placed['order']> & { saga: Placed['saga'] }> {
  const query = `query ($id: ID!) { order(id: $id) { ${ORDER_FIELDS} saga { ${SAGA_FIELDS} } } }`;
  const { order } = await client.ask<{
    order: (NonNullable<Placed['order']> & { saga: Placed['saga'] }) | null;
  }>(query, { id });
  if (order === null) throw new Error(`There is no order ${id}.`);
  return order;
}

/** Follows an order until its saga has ended; returns every event after the given sequence. */
export async function progressOf(
  client: Client,
  orderId: string,
  afterSequence = 0,
): Promise<readonly SagaEvent[]> {
  const events: SagaEvent[] = [];
  for await (const { orderProgress } of client.follow<{ orderProgress: SagaEvent }>(PROGRESS, {
    orderId,
    afterSequence,
  })) {
    events.push(orderProgress);
  }
  return events;
}

export interface Stock {
  readonly available: number;
  readonly onHand: number;
  readonly reserved: number;
}

/** The stock of a product, as ADMIN sees it. */
export async function stockOf(admin: Client, sku: string): Promise<Stock> {
  const query = 'query ($sku: String!) { product(sku: $sku) { stock { available onHand reserved } } }';
  return (await admin.ask<{ product: { stock: Stock } }>(query, { sku })).product.stock;
}
