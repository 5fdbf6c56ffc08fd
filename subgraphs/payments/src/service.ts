import type { Clock } from '@counterstep/service-kit';
import {
  openFoundation,
  startSubgraph,
  type Foundation,
  type Service,
} from '@counterstep/service-kit/server';
import { openDocumentStore } from '@counterstep/document-store';
import { subgraphSdl } from '@counterstep/schema';
import type { PaymentsConfig } from './config.ts';
import type { Context } from './context.ts';
import { createInquiry } from './inquiry.ts';
import { createLoaders } from './loaders.ts';
import { createPaymentMetrics } from './metrics.ts';
import { createPaymentStore } from './payment-store.ts';
import type { PaymentProvider } from './provider/payment-provider.ts';
import { createStripeProvider } from './provider/stripe/stripe-provider.ts';
import { createSimulatedProvider, type SimulatedProvider } from './provider/simulated-provider.ts';
import { receiveHints } from './provider-messages.ts';
import { recordOldRefunds } from './refund-migration.ts';
import { createRefundStore } from './refund-store.ts';
import { resolvers } from './resolvers.ts';
import { createSteps } from './steps.ts';

export { readConfig as readPaymentsConfig, type PaymentsConfig } from './config.ts';
export type * from './provider/payment-provider.ts';

/** What the payments service is built on; tests and the all-in-one process pass their own. */
export interface PaymentsFoundation extends Foundation {
  /** Default: the configured one. */
  readonly provider: PaymentProvider;
  /** The randomness of the simulated provider's failures: numbers from 0 to below 1. */
  readonly random: () => number;
}

/** Starts the payments subgraph. */
export async function createPaymentsService(
  config: PaymentsConfig,
  given: Partial<PaymentsFoundation> = {},
): Promise<Service> {
  const foundation = await openFoundation('payments', config, given);
  const payments = createPaymentStore(foundation.store);
  const refunds = createRefundStore(foundation.store);
  await recordOldRefunds(foundation.store, payments, refunds, foundation.clock);
  const { provider, simulated, close } = await openPaymentProvider(config, given, foundation.clock);
  const { store, clock } = foundation;
  const inquire = createInquiry({ store, payments, refunds, provider, clock });
  const service = await startSubgraph<Context>({
    name: 'payments',
    config,
    foundation,
    sdl: subgraphSdl('payments'),
    resolvers,
    steps: createSteps({
      ...{ payments, refunds, provider, clock },
      count: createPaymentMetrics(foundation.metrics),
    }),
    context: (request) => ({
      ...{ ...request, payments, refunds },
      simulated,
      mayPlayBank: config.environment !== 'production',
      inquire,
      loaders: createLoaders(payments, refunds),
    }),
    webhook: receiveHints({ provider, payments, inquire }),
  });
  const stop = async (): Promise<void> => {
    await service.stop();
    await close();
  };
  return { ...service, stop };
}

/**
 * The given provider, or Stripe where it is configured, or the simulated one on a database of its own, which stands for
 * a third party's.
 */
async function openPaymentProvider(
  config: PaymentsConfig,
  { provider, random = Math.random }: Partial<PaymentsFoundation>,
  clock: Clock,
): Promise<Opened> {
  const real = provider ?? (config.stripe && createStripeProvider(config.stripe));
  if (real !== undefined) return { provider: real, simulated: undefined, close: () => Promise.resolve() };
  const store = await openDocumentStore({ service: 'payment_provider', ...config });
  const simulated = createSimulatedProvider({ store, clock, random, failureRate: config.failureRate });
  return { provider: simulated, simulated, close: () => store.close() };
}

interface Opened {
  readonly provider: PaymentProvider;
  readonly simulated: SimulatedProvider | undefined;
  readonly close: () => Promise<void>;
}
