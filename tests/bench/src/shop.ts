import { createClient, logIn, type Client } from './client.ts';

/** A running shop with enough stock, a customer and an administrator. */
export interface Shop {
  readonly ada: Client;
  readonly adaToken: string;
  readonly admin: Client;
}

const ADJUST = `mutation ($input: AdjustStockInput!) {
  adjustStock(input: $input) { errors { __typename ... on UserError { message } } } }`;

/** Logs in, and fills up the stock unless `stock` is false. */
export async function openShop(url: string, { stock = true } = {}): Promise<Shop> {
  const [adaToken, adminToken] = await Promise.all([logIn(url, 'ada'), logIn(url, 'admin')]);
  const admin = createClient(url, adminToken);
  if (stock) {
    const input = { sku: 'MUG-BLUE', warehouse: 'EAST', delta: 990_000, reason: 'benchmark' };
    const { adjustStock } = await admin.ask<{ adjustStock: { errors: readonly object[] } }>(ADJUST, {
      input,
    });
    if (adjustStock.errors.length > 0) throw new Error(`No stock: ${JSON.stringify(adjustStock)}`);
  }
  return { ada: createClient(url, adaToken), adaToken, admin };
}

const PLACE = `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) {
  orderId saga { id status failure { step code message } } errors { __typename ... on UserError { message } } } }`;

export interface PlacedOrder {
  readonly orderId: string;
  readonly saga: { readonly id: string; readonly status: string; readonly failure: object | null };
}

/** Places an order. @throws {Error} when it was not accepted. */
export async function placeOrder(
  customer: Client,
  { postalCode = '12345', ...changes }: Readonly<Record<string, unknown>> = {},
): Promise<PlacedOrder> {
  const input = {
    lines: [{ sku: 'MUG-BLUE', quantity: 2 }],
    payment: { token: 'tok_visa' },
    shippingAddress: {
      name: 'Ada',
      line1: '12 Analytical Way',
      city: 'Springfield',
      postalCode,
      country: 'US',
    },
    waitFor: 'FINISHED',
    ...changes,
  };
  const { placeOrder: placed } = await customer.ask<{ placeOrder: PlacedOrder | { orderId: null } }>(PLACE, {
    input,
  });
  if (placed.orderId === null) throw new Error(`No order was placed: ${JSON.stringify(placed)}`);
  return placed;
}

/** Places an order and waits for its saga. @throws {Error} when the saga ends with another status. */
export async function placeAndEnd(
  customer: Client,
  status: 'COMPLETED' | 'COMPENSATED',
  changes?: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { saga } = await placeOrder(customer, changes);
  if (saga.status !== status)
    throw new Error(`A saga is ${saga.status} and not ${status}: ${JSON.stringify(saga.failure)}`);
}

export interface SagaEvent {
  readonly type: string;
  readonly at: string;
}

export async function eventsOf(customer: Client, id: string): Promise<readonly SagaEvent[]> {
  const query = 'query ($id: ID!) { saga(id: $id) { events { type at } } }';
  return (await customer.ask<{ saga: { events: readonly SagaEvent[] } }>(query, { id })).saga.events;
}

/** The number of sagas with one of the statuses. */
export async function countSagas(admin: Client, status: readonly string[]): Promise<number> {
  const query = 'query ($filter: SagaFilter) { sagas(first: 1, filter: $filter) { totalCount } }';
  return (await admin.ask<{ sagas: { totalCount: number } }>(query, { filter: { status } })).sagas.totalCount;
}

/** A customer's identity, as subgraphs receive it. */
export const viewerOf = async (customer: Client): Promise<object> =>
  (await customer.ask<{ me: object }>('{ me { id email name role } }')).me;
