import { Counter, type ServiceMetrics } from '@counterstep/service-kit/server';

/** What becomes of orders. */
export type OrderOutcome = 'placed' | 'not_placed' | 'cancelled';

/** Is told what became of an order, once that is committed. */
export type CountOrder = (outcome: OrderOutcome) => void;

/** Counts orders by what became of them. */
export function createOrderMetrics({ own }: Pick<ServiceMetrics, 'own'>): CountOrder {
  const orders = new Counter({
    name: 'orders_total',
    help: 'Orders by outcome: `placed`; `not_placed`: undone before they were confirmed; `cancelled` after that.',
    labelNames: ['outcome'],
    registers: [own],
  });
  return (outcome) => {
    orders.inc({ outcome });
  };
}
