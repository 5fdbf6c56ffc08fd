import type { RequestContext } from '@counterstep/service-kit/server';
import type { Inquire } from './inquiry.ts';
import type { Loaders } from './loaders.ts';
import type { PaymentStore } from './payment-store.ts';
import type { RefundStore } from './refund-store.ts';
import type { SimulatedProvider } from './provider/simulated-provider.ts';

/** The context of the resolvers of payments. */
export interface Context extends RequestContext {
  readonly payments: PaymentStore;
  readonly refunds: RefundStore;
  readonly loaders: Loaders;
  /** Asks the provider what has become of a payment. */
  readonly inquire: Inquire;
  /** Whether customers may say what the simulated provider does: not in production. */
  readonly mayPlayBank: boolean;
  /** Undefined where a real provider is used. */
  readonly simulated: SimulatedProvider | undefined;
}

/** An order, known by its id only. */
export interface OrderReference {
  readonly id: string;
}

/** A return, known by its id only. */
export interface ReturnReference {
  readonly id: string;
}
