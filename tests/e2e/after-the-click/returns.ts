import type { Client } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { mugs, placeOrder } from '../support/orders.ts';

/** The price of a mug in a delivered order, in minor units. */
export const PRICE = 1_400;

const ANSWER = `return { id number status lines { sku quantity accepted resellable } shipment { id status direction }
    refund { amount { amount } cause status } saga { id type status } }
  saga { id type status }
  errors { __typename ... on UserError { code path } ... on NotReturnable { sku returnable }
    ... on ReturnStateConflict { status } }`;
const mutation = (name: string, input: string) =>
  `mutation ($input: ${input}!) { ${name}(input: $input) { ${ANSWER} } }`;

/** The mutations of returns. */
export const REQUEST = mutation('requestReturn', 'RequestReturnInput');
export const RECEIVE = mutation('receiveReturn', 'ReceiveReturnInput');
export const CLOSE = mutation('closeReturn', 'CloseReturnInput');

const ORDER = `query ($id: ID!) { order(id: $id) { status fulfilment lines { returned } returns { id status }
  refunded { amount } refunds { amount { amount } cause status }
  payment { captured { amount } refunded { amount } refundable { amount } }
  shipments { id status direction } notifications { type } sagas { id type status failure { step code } } } }`;
const UPDATE =
  'mutation ($input: UpdateShipmentInput!) { updateShipment(input: $input) { errors { __typename } } }';

/** The payload of a mutation of returns. */
export interface Answer {
  readonly return: {
    readonly id: string;
    readonly status: string;
    readonly shipment: { readonly id: string };
  } | null;
  readonly saga: { readonly id: string; readonly status: string } | null;
  readonly errors: readonly object[];
}

/** The fields of an order with returns. */
export interface Seen {
  readonly fulfilment: string;
  readonly payment: {
    readonly captured: { readonly amount: number };
    readonly refunded: { readonly amount: number };
    readonly refundable: { readonly amount: number };
  };
  readonly refunds: readonly {
    readonly amount: { readonly amount: number };
    readonly cause: string;
    readonly status: string;
  }[];
  readonly shipments: readonly { readonly id: string; readonly status: string; readonly direction: string }[];
  readonly notifications: readonly { readonly type: string }[];
  readonly returns: readonly { readonly status: string }[];
  readonly sagas: readonly { readonly id: string; readonly status: string }[];
}

/** Calls a mutation, and returns its payload. */
export const ask = async (client: Client, query: string, input: object): Promise<Answer> =>
  Object.values(await client.ask<Record<string, Answer>>(query, { input }))[0]!;

/** The order as its customer sees it. */
export const orderOf = async (customer: Client, id: string): Promise<Seen> =>
  (await customer.ask<{ order: Seen }>(ORDER, { id })).order;

/** Reports that the parcel of an order was handed over and delivered, and waits until the order shows it. */
export async function deliver(customer: Client, admin: Client, orderId: string): Promise<void> {
  const { shipments } = await orderOf(customer, orderId);
  const shipmentId = shipments.find(({ status }) => status !== 'CANCELLED')!.id;
  for (const status of ['HANDED_OVER', 'DELIVERED'])
    await admin.ask(UPDATE, { input: { shipmentId, status } });
  await eventually(
    () => orderOf(customer, orderId),
    ({ fulfilment }) => fulfilment === 'DELIVERED',
  );
}

/** Places an order of two mugs, or as the changes say, has its parcel delivered, and returns its id. */
export async function deliveredOrder(customer: Client, admin: Client, changes: object = {}): Promise<string> {
  const orderId = (await placeOrder(customer, mugs(changes))).order!.id;
  await deliver(customer, admin, orderId);
  return orderId;
}

/** The input of `requestReturn` for mugs. */
export const wanted = (orderId: string, quantity: number, changes: object = {}) => ({
  ...{ orderId, lines: [{ sku: 'MUG-BLUE', quantity }], reason: 'NOT_WANTED', ...changes },
});

/** The input of `receiveReturn` for mugs. */
export const received = (returnId: string, accepted: number, resellable: number) => ({
  ...{ returnId, warehouse: 'EAST', lines: [{ sku: 'MUG-BLUE', accepted, resellable }] },
});
