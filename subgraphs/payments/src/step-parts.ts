import type { Clock, Trace } from '@counterstep/service-kit';
import type { CountPayment } from './metrics.ts';
import type { Payment } from './domain/payment.ts';
import type { PaymentStore } from './payment-store.ts';
import type { CancelAnswer, ChargeName, PaymentProvider } from './provider/payment-provider.ts';
import type { RefundStore } from './refund-store.ts';

/** The dependencies of the steps. */
export interface StepParts {
  readonly payments: PaymentStore;
  readonly refunds: RefundStore;
  readonly provider: PaymentProvider;
  readonly clock: Clock;
  readonly count: CountPayment;
}

/** The name and attributes of the span around a call to the provider. */
export const providerSpan = (operation: 'charge' | 'authorize' | 'capture' | 'cancel' | 'refund' | 'look') =>
  [`provider ${operation}`, { kind: 'CLIENT', attributes: { 'peer.service': 'payment-provider' } }] as const;

/** Identifies a payment at the provider. */
export const chargeNameOf = ({ providerKey, chargeId }: Payment): ChargeName => ({
  key: providerKey,
  chargeId,
});

/** Has the provider end a payment, so that nothing of it is held or ever will be. */
export const cancelAt = (
  { provider }: Pick<StepParts, 'provider'>,
  payment: Payment,
  trace: Trace,
): Promise<CancelAnswer> =>
  trace.during(...providerSpan('cancel'), () =>
    provider.cancel({ ...chargeNameOf(payment), amount: payment.amount, reference: payment.orderId }),
  );
