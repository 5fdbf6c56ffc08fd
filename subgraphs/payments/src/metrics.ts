import { Counter, type ServiceMetrics } from '@counterstep/service-kit/server';
import type { Payment } from './domain/payment.ts';

/** The outcomes that are counted. */
export type PaymentOutcome = 'authorized' | 'captured' | 'declined' | 'refunded' | 'voided';

/** Counts an outcome and its money; call it once the outcome is committed. */
export type CountPayment = (outcome: PaymentOutcome, amount: Payment['amount']) => void;

/** Registers the counters of payments and their money, by outcome. */
export function createPaymentMetrics({ own }: Pick<ServiceMetrics, 'own'>): CountPayment {
  const registers = [own];
  const payments = new Counter({
    name: 'payments_total',
    help: 'Payments by outcome: `authorized`, `captured`, `declined`, `refunded`, or `voided` before anything was captured.',
    labelNames: ['outcome'],
    registers,
  });
  const captured = new Counter({
    name: 'payments_captured_minor_units_total',
    help: 'Money taken, in minor units of the currency.',
    labelNames: ['currency'],
    registers,
  });
  const refunded = new Counter({
    name: 'payments_refunded_minor_units_total',
    help: 'Money given back, in minor units of the currency.',
    labelNames: ['currency'],
    registers,
  });
  return (outcome, { amount, currency }) => {
    payments.inc({ outcome });
    if (outcome === 'captured') captured.inc({ currency }, amount);
    if (outcome === 'refunded') refunded.inc({ currency }, amount);
  };
}
