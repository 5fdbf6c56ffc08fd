import type { Clock } from '@counterstep/service-kit';
import type { CountPayment } from './metrics.ts';
import type { PaymentStore } from './payment-store.ts';
import type { PaymentProvider } from './provider/payment-provider.ts';
import type { RefundStore } from './refund-store.ts';

/** What the steps stand on. */
export interface StepParts {
  readonly payments: PaymentStore;
  readonly refunds: RefundStore;
  readonly provider: PaymentProvider;
  readonly clock: Clock;
  readonly count: CountPayment;
}

/** How the span of a call is named and what it says. */
export const providerSpan = (operation: 'charge' | 'cancel' | 'refund') =>
  [`provider ${operation}`, { kind: 'CLIENT', attributes: { 'peer.service': 'payment-provider' } }] as const;
