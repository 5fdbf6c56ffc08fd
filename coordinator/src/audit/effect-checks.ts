import type { Ask, EffectCheck, Finding } from '@counterstep/saga-service';
import { createBooks } from './books.ts';
import { checkInventory, checkStock } from './checks/inventory.ts';
import { checkOrders } from './checks/orders.ts';
import { checkPayments } from './checks/payments.ts';
import { checkShipping } from './checks/shipping.ts';
import { findingsOf, type OrderBooks, type OrderCheck } from './order-books.ts';

const checks: Readonly<Record<string, OrderCheck>> = {
  orders: checkOrders,
  inventory: checkInventory,
  payments: checkPayments,
  shipping: checkShipping,
};

/**
 * Compares an order's records with its sagas; skips it while a saga runs, or if a saga's definition is unknown, since
 * its effects are then undetermined.
 */
export function checkOrder(books: OrderBooks): readonly Finding[] {
  const judged =
    books.sagas.length > 0 &&
    books.sagas.every(({ ended, steps }) => ended && steps.every(({ mutation }) => mutation !== undefined));
  if (!judged) return [];
  return Object.entries(checks).flatMap(([subgraph, check]) => findingsOf(books, subgraph, check(books)));
}

/** Compares the shop's sagas with the participants' records of orders and stock. */
export const orderChecks = (ask: Ask): EffectCheck => {
  const books = createBooks(ask);
  return {
    notes: ['STOCK_UNSETTLED'],
    compare: async (sagas) => (await books.booksOf(sagas)).flatMap(checkOrder),
    kept: () => books.keptOrders(),
    strays: async (orderIds) => strays(await books.booksOf(new Map(orderIds.map((id) => [id, []])))),
    totals: async () => {
      const stock = await books.stockBooks();
      return { findings: checkStock(stock), examined: { stockItems: stock.length } };
    },
  };
};

/** Reports orders that a participant has records of although they belong to no saga. */
export const strays = (orders: readonly OrderBooks[]): readonly Finding[] =>
  orders
    .filter(({ sagas }) => sagas.length === 0)
    .flatMap((books) =>
      Object.entries(keptOf(books))
        .filter(([, words]) => words.length > 0)
        .map(([subgraph, words]): Finding => ({
          code: 'EFFECT_WITHOUT_SAGA',
          message: `${subgraph} keeps something of an order that no saga knows.`,
          subject: books.orderId,
          subgraph,
          coordinator: 'no saga of this order',
          participant: words.join(', '),
        })),
    );

const keptOf = (books: OrderBooks): Readonly<Record<string, readonly string[]>> => ({
  orders: books.order ? [`order ${books.order.number} is ${books.order.status}`] : [],
  inventory: books.reservations.map(({ status }) => `a reservation is ${status}`),
  payments: [
    ...books.payments.map(({ status }) => `a payment is ${status}`),
    ...(books.charges ?? []).map(({ status }) => `a charge at the provider is ${status}`),
  ],
  shipping: [
    ...books.shipments.map(({ status }) => `a shipment is ${status}`),
    ...(books.bookings ?? []).map(({ status }) => `a booking at the carrier is ${status}`),
  ],
});
