import type { AuditedSaga } from './audited-saga.ts';
import { checkInventory } from './checks/inventory.ts';
import { checkOrders } from './checks/orders.ts';
import { checkPayments } from './checks/payments.ts';
import { checkShipping } from './checks/shipping.ts';
import { compareSteps, sagaNotes, type StepRecord } from './compare-steps.ts';
import { distinct, type Finding } from './finding.ts';
import { findingsOf, type OrderBooks, type OrderCheck } from './order-books.ts';

/** Some sagas, and what all participants keep of them and of their orders. */
export interface AuditPage {
  readonly sagas: readonly AuditedSaga[];
  /** By subgraph, and in it by step key. */
  readonly records: ReadonlyMap<string, ReadonlyMap<string, StepRecord>>;
  readonly orders: readonly OrderBooks[];
}

const checks: Readonly<Record<string, OrderCheck>> = {
  orders: checkOrders,
  inventory: checkInventory,
  payments: checkPayments,
  shipping: checkShipping,
};

/** Where the two sides of a page do not say the same; reads nothing. */
export const audit = ({ sagas, records, orders }: AuditPage): readonly Finding[] =>
  distinct([
    ...sagas.flatMap(sagaNotes),
    ...sagas.flatMap((saga) => compareSteps(saga, records)),
    ...orders.flatMap(checkOrder),
  ]);

/** While a saga of the order runs, anything may be true of it; effects of unknown definitions cannot be told. */
function checkOrder(books: OrderBooks): readonly Finding[] {
  const judged =
    books.sagas.length > 0 &&
    books.sagas.every(({ ended, steps }) => ended && steps.every(({ mutation }) => mutation !== undefined));
  if (!judged) return [];
  return Object.entries(checks).flatMap(([subgraph, check]) => findingsOf(books, subgraph, check(books)));
}

/** Orders of which a participant keeps something, and that belong to no saga. */
export const strays = (orders: readonly OrderBooks[]): readonly Finding[] =>
  orders
    .filter(({ sagas }) => sagas.length === 0)
    .flatMap((books) =>
      Object.entries(keptOf(books))
        .filter(([, words]) => words.length > 0)
        .map(([subgraph, words]): Finding => ({
          code: 'EFFECT_WITHOUT_SAGA',
          message: `${subgraph} keeps something of an order that no saga knows.`,
          orderId: books.orderId,
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
