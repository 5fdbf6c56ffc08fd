import {
  createRetryingClient,
  type Domain,
  type SagaContext,
  type SagaParts,
} from '@counterstep/saga-service';
import { openTls } from '@counterstep/service-kit';
import type { SubgraphName } from '@counterstep/schema';
import { orderChecks } from './audit/effect-checks.ts';
import { createRelayMetrics } from './availability/metrics.ts';
import { startAvailabilityRelay } from './availability/relay.ts';
import type { CoordinatorConfig } from './config.ts';
import type { Context } from './context.ts';
import { createNodeLoader } from './node/node.ts';
import { startParcelRelay } from './parcels/relay.ts';
import { startPaymentNotices } from './payment-notices/notices.ts';
import { ACCEPTANCE_MS } from './place-order/place-order.ts';
import { startKeeper } from './reservations/keeper.ts';
import { resolvers } from './resolvers.ts';
import { recordedVersions, subgraphSdls } from './saga-check/shop.ts';
import { definitions } from './sagas/index.ts';
import { startWakes } from './wakes/wakes.ts';

/** The shop as a domain of the saga service. */
export const shop = (config: CoordinatorConfig): Domain<Context> => ({
  subgraph: 'coordinator',
  definitions,
  versions: recordedVersions(),
  sdls: subgraphSdls,
  urlOf: (subgraph) => config.urls[subgraph as Exclude<SubgraphName, 'coordinator'>],
  resolvers,
  subject: { filter: 'orderId', noun: 'order' },
  effectChecks: (ask) => [orderChecks(ask)],
  open: (parts) => openShop(config, parts),
});

function openShop(config: CoordinatorConfig, { foundation, ask, client, runner, sagas }: SagaParts) {
  const { log, metrics, clock } = foundation;
  const askWithRetries = createRetryingClient(client, ACCEPTANCE_MS);
  const relay = createRelayMetrics(metrics.own);
  const { requireVerifiedEmail, urls, tls, wakeSagas, reservationCheckMs, parcelReportsIntervalMs } = config;
  const startAll = (): readonly (() => Promise<unknown>)[] => {
    const open = { ask, log, tls: openTls(tls) };
    const signFor = (subgraph: SubgraphName) => () => client.sign(subgraph, undefined);
    return [
      startAvailabilityRelay({
        ...{ ...open, inventoryUrl: urls.inventory, metrics: relay, sign: signFor('inventory') },
      }),
      ...(wakeSagas ? [startWakes({ ...open, runner, url: urls.payments, sign: signFor('payments') })] : []),
      startPaymentNotices({ runner, sagas, clock, log, intervalMs: reservationCheckMs }),
      startKeeper({ ask, log, sagas, clock, intervalMs: reservationCheckMs }),
      startParcelRelay({
        ...{ ...open, runner, sagas, shippingUrl: urls.shipping, sign: signFor('shipping') },
        intervalMs: parcelReportsIntervalMs,
      }),
    ];
  };
  return {
    context: (request: SagaContext): Context => ({
      ...{ ...request, askWithRetries, requireVerifiedEmail },
      nodes: createNodeLoader(ask, request),
    }),
    start: () => {
      const stops = startAll();
      return () => Promise.all(stops.map((stop) => stop()));
    },
  };
}
