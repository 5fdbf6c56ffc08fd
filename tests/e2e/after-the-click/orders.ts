import type { Client } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { mugs, placeOrder } from '../support/orders.ts';

interface Units {
  readonly sku: string;
  readonly quantity: number;
}

/** An event of an order's saga, with the item that it is about. */
export interface ItemEvent {
  readonly type: string;
  readonly step: string | null;
  readonly item: string | null;
}

/** An order with all fields that show several parcels or a wait. */
export interface ParcelOrder {
  readonly id: string;
  readonly status: string;
  readonly cancellation: { readonly code: string } | null;
  readonly reservation: {
    readonly status: string;
    readonly expiresAt: string | null;
    readonly lines: readonly (Units & { readonly warehouse: string })[];
  } | null;
  readonly payment: {
    readonly status: string;
    readonly captured: { readonly amount: number };
    readonly action: { readonly url: string; readonly expiresAt: string } | null;
  } | null;
  readonly shipments: readonly {
    readonly warehouse: string;
    readonly status: string;
    readonly trackingNumber: string | null;
    readonly lines: readonly Units[];
  }[];
  readonly sagas: readonly { readonly id: string; readonly type: string; readonly status: string }[];
  readonly saga: {
    readonly id: string;
    readonly status: string;
    readonly failure: { readonly step: string | null; readonly code: string } | null;
    readonly steps: readonly {
      readonly name: string;
      readonly item: string | null;
      readonly status: string;
      readonly wait: { readonly for: string; readonly until: string } | null;
    }[];
    readonly events: readonly ItemEvent[];
  };
}

const FIELDS = `id status cancellation { code }
  reservation { status expiresAt lines { sku quantity warehouse } }
  payment { status captured { amount } action { url expiresAt } }
  shipments { warehouse status trackingNumber lines { sku quantity } }
  sagas { id type status }
  saga { id status failure { step code } steps { name item status wait { for until } } events { type step item } }`;

/** The order in its present state. */
export async function orderNow(client: Client, id: string): Promise<ParcelOrder> {
  const order = await find(client, id);
  if (order === null) throw new Error(`There is no order ${id}.`);
  return order;
}

async function find(client: Client, id: string): Promise<ParcelOrder | null> {
  const query = `query ($id: ID!) { order(id: $id) { ${FIELDS} } }`;
  return (await client.ask<{ order: ParcelOrder | null }>(query, { id })).order;
}

/** The order once it is as wanted; an accepted order is recorded a moment later. */
export async function orderOnce(
  client: Client,
  id: string,
  wanted: (order: ParcelOrder) => boolean,
): Promise<ParcelOrder> {
  const order = await eventually(
    () => find(client, id),
    (found) => found !== null && wanted(found),
    25_000,
  );
  if (order === null) throw new Error(`There is no order ${id}.`);
  return order;
}

/** Whether all sagas of an order have ended. */
export const isOver = ({ sagas }: ParcelOrder): boolean =>
  sagas.every(({ status }) => status === 'COMPLETED' || status === 'COMPENSATED');

/** The order once all its sagas have ended. */
export async function orderOver(client: Client, id: string): Promise<ParcelOrder> {
  await orderOnce(client, id, isOver);
  return orderNow(client, id);
}

/** The step of the order's saga, or an instance of it. */
export const stepOf = ({ saga }: ParcelOrder, name: string, item: string | null = null) =>
  saga.steps.find((step) => step.name === name && step.item === item);

/** Places an order and returns its id. */
export async function accepted(client: Client, input: object): Promise<string> {
  const { orderId, errors } = await placeOrder(client, mugs({ waitFor: 'ACCEPTED', ...input }));
  if (orderId === null) throw new Error(JSON.stringify(errors));
  return orderId;
}

/** Places an order that waits for its payment, and returns it once it waits. */
export async function waitingOrder(client: Client, token = 'tok_3ds'): Promise<ParcelOrder> {
  const orderId = await accepted(client, { payment: { token } });
  return orderOnce(client, orderId, (order) => stepOf(order, 'authorizePayment')?.status === 'WAITING');
}

const PROGRESS = `subscription ($orderId: ID!) { orderProgress(orderId: $orderId) { type step item } }`;

/** The events of an order's saga from a subscription, until one is as wanted or the saga has ended. */
export async function eventsUntil(
  client: Client,
  orderId: string,
  isLast: (event: ItemEvent) => boolean = () => false,
): Promise<readonly ItemEvent[]> {
  const events: ItemEvent[] = [];
  const following = client.follow<{ orderProgress: ItemEvent }>(PROGRESS, { orderId });
  for await (const { orderProgress } of following) {
    events.push(orderProgress);
    if (isLast(orderProgress)) break;
  }
  return events;
}

/** Simulates an act of the customer's bank; returns the errors. */
export async function simulate(client: Client, orderId: string, outcome: string): Promise<readonly object[]> {
  const { simulatePayment } = await client.ask<{ simulatePayment: { errors: readonly object[] } }>(
    `mutation ($input: SimulatePaymentInput!) { simulatePayment(input: $input) {
      errors { __typename ... on UserError { code } } } }`,
    { input: { orderId, outcome } },
  );
  return simulatePayment.errors;
}

/** Reports that the customer is back from the bank; returns the errors. */
export async function completePayment(client: Client, orderId: string): Promise<readonly object[]> {
  const { completePayment: completed } = await client.ask<{
    completePayment: { errors: readonly object[] };
  }>(
    `mutation ($input: CompletePaymentInput!) { completePayment(input: $input) {
      errors { __typename ... on UserError { code } } } }`,
    { input: { orderId } },
  );
  return completed.errors;
}
