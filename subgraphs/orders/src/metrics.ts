import { Counter, type ServiceMetrics } from '@counterstep/service-kit/server';

/** The outcome of an order. */
export type OrderOutcome = 'placed' | 'not_placed' | 'cancelled';

/** Counts an order's outcome; called once it is committed. */
export type CountOrder = (outcome: OrderOutcome) => void;

/** Counts orders by their outcome. */
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
