import type { Client } from './client.ts';

const MONEY = 'amount currency';
const ADDRESS = 'name line1 line2 city region postalCode country';
const FAILURE = 'step code message';

/** Every field of Order, and of everything that belongs to it. */
export const FULL_ORDER = `
  id number status placedAt confirmedAt cancelledAt cancellation { code message at }
  customer { id email name role createdAt addresses { ${ADDRESS} } orders(first: 1) { totalCount } }
  lines { sku name quantity unitPrice { ${MONEY} } total { ${MONEY} }
    product { id sku name description category active price { ${MONEY} } stock { available inStock onHand reserved } } }
  total { ${MONEY} } shippingAddress { ${ADDRESS} }
  reservation { id status expiresAt lines { sku quantity warehouse } }
  payment { id status method declineCode authorizedAt capturedAt refundedAt order { number }
    amount { ${MONEY} } refunded { ${MONEY} } }
  shipment { id status carrier trackingNumber estimatedDelivery order { number }
    events { status at location note } }
  notifications { id type channel status subject sentAt readAt }
  saga { id type status sequence startedAt finishedAt order { number } failure { ${FAILURE} }
    steps { name item subgraph kind critical status wait { for until } attempts startedAt finishedAt error { ${FAILURE} } }
    events { sequence at type step item attempt code message actor saga { id } order { number } } }
  sagas { id status }`;

/** An order with the fields of FULL_ORDER; tests compare it as a whole. */
export interface FullOrder {
  readonly id: string;
  readonly number: string;
  readonly saga: { readonly id: string };
}

/** Places an order and returns all its fields once its saga has ended. */
export async function placeFullOrder(client: Client, input: object): Promise<FullOrder> {
  const query = `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { order { ${FULL_ORDER} } } }`;
  const { placeOrder } = await client.ask<{ placeOrder: { order: FullOrder } }>(query, {
    input: { ...input, waitFor: 'FINISHED' },
  });
  return placeOrder.order;
}
