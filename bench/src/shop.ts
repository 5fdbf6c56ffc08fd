import { createClient, logIn, type Client } from './client.ts';

/** A running shop with enough on stock, and two who use it. */
export interface Shop {
  readonly ada: Client;
  readonly admin: Client;
}

const ADJUST = `mutation ($input: AdjustStockInput!) { adjustStock(input: $input) { errors { __typename ... on UserError { message } } } }`;

export async function openShop(url: string): Promise<Shop> {
  const [ada, admin] = await Promise.all(
    (['ada', 'admin'] as const).map(async (name) => createClient(url, await logIn(url, name))),
  );
  if (ada === undefined || admin === undefined) throw new Error('Nobody is logged in.');
  const input = { sku: 'MUG-BLUE', warehouse: 'EAST', delta: 990_000, reason: 'benchmark' };
  const { adjustStock } = await admin.ask<{ adjustStock: { errors: readonly object[] } }>(ADJUST, { input });
  if (adjustStock.errors.length > 0) throw new Error(`No stock: ${JSON.stringify(adjustStock)}`);
  return { ada, admin };
}

const PLACE = `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) {
  orderId saga { id status failure { step code message } } errors { __typename } } }`;

export interface PlacedOrder {
  readonly orderId: string;
  readonly saga: { readonly id: string; readonly status: string; readonly failure: object | null };
}

const address = {
  ...{ name: 'Ada', line1: '12 Analytical Way', city: 'Springfield', postalCode: '12345', country: 'US' },
};

/** @throws {Error} when no order was placed. */
export async function placeOrder(customer: Client, changes: object = {}): Promise<PlacedOrder> {
  const input = {
    lines: [{ sku: 'MUG-BLUE', quantity: 2 }],
    payment: { token: 'tok_visa' },
    shippingAddress: address,
    waitFor: 'FINISHED',
    ...changes,
  };
  const { placeOrder: placed } = await customer.ask<{ placeOrder: PlacedOrder | { orderId: null } }>(PLACE, {
    input,
  });
  if (placed.orderId === null) throw new Error(`No order was placed: ${JSON.stringify(placed)}`);
  return placed;
}

/** @throws {Error} when the saga has not ended so. */
export async function placeAndEnd(
  customer: Client,
  status: 'COMPLETED' | 'COMPENSATED',
  changes?: object,
): Promise<void> {
  const { saga } = await placeOrder(customer, changes);
  if (saga.status !== status)
    throw new Error(`A saga is ${saga.status} and not ${status}: ${JSON.stringify(saga.failure)}`);
}
