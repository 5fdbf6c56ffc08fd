import { createCatalogService } from '@counterstep/catalog';
import { createCustomersService } from '@counterstep/customers';
import { createGateway } from '@counterstep/gateway';
import { createInventoryService } from '@counterstep/inventory';
import { createNotificationsService } from '@counterstep/notifications';
import { createOrdersService } from '@counterstep/orders';
import { createPaymentsService } from '@counterstep/payments';
import { CodedError, noTls, openLog, type Logger } from '@counterstep/service-kit';
import { answerWhileStarting, type Service, type Starting } from '@counterstep/service-kit/server';
import { createShippingService } from '@counterstep/shipping';
import type { AllInOneConfig } from './config.ts';
import { startCoordinatorThread } from './coordinator-thread/coordinator-thread.ts';
import { demoHeaders, FIRST_QUERY } from './first-query.ts';

export { readConfig as readAllInOneConfig, type AllInOneConfig } from './config.ts';

/** All services in one process; `url` is that of the gateway. */
export interface AllInOne extends Service {
  /** The base URL of each service, by its name. */
  readonly urls: Readonly<Record<string, string>>;
}

/**
 * Starts all services in this process, with the coordinator in its own thread. If one fails to start, those already
 * started are stopped.
 */
export async function createAllInOne(config: AllInOneConfig): Promise<AllInOne> {
  const log = openLog(undefined, config);
  const started: Service[] = [];
  const stop = async (): Promise<void> => {
    const failures: unknown[] = [];
    // Stops in reverse order, so that no service calls one that has stopped; a failing stop does not prevent the
    // others.
    for (const service of started.splice(0).reverse())
      await service.stop().catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw failures[0];
  };
  const { host, port, tls = noTls } = config.gateway;
  const starting = await answerWhileStarting({ host, port, tls }, log);
  try {
    const gateway = await startAll(config, { log, starting }, started);
    const urls = Object.fromEntries(started.map(({ name, url }) => [name, url]));
    return { name: 'counterstep', url: gateway.url, urls, stop };
  } catch (error) {
    await starting.close();
    await stop().catch(() => undefined);
    throw error;
  }
}

async function startAll(
  config: AllInOneConfig,
  { log, starting }: { readonly log: Logger; readonly starting: Starting },
  started: Service[],
): Promise<Service> {
  const keep = async <S extends Service>(starting: Promise<S>): Promise<S> => {
    const service = await starting;
    started.push(service);
    return service;
  };
  const given = { log };
  const subgraphs = await allStarted([
    keep(createCatalogService(config.catalog, given)),
    keep(createCustomersService(config.customers, given)),
    keep(createInventoryService(config.inventory, given)),
    keep(createOrdersService(config.orders, given)),
    keep(createPaymentsService(config.payments, given)),
    keep(createShippingService(config.shipping, given)),
    keep(createNotificationsService(config.notifications, given)),
  ]);
  const urls = Object.fromEntries(subgraphs.map(({ name, url }) => [name, url]));
  const coordinatorConfig = { ...config.coordinator, urls: { ...config.coordinator.urls, ...urls } };
  const coordinator = await keep(
    startCoordinatorThread({
      logLevel: config.logLevel,
      logOutput: config.logOutput,
      coordinator: coordinatorConfig,
    }),
  );
  const subgraphUrls = { ...urls, coordinator: coordinator.url };
  const gateway = { ...config.gateway, subgraphUrls, playground: playgroundOf(config) };
  await starting.close();
  return keep(
    createGateway(gateway, {
      ...given,
      ready: () => allReady(subgraphUrls),
      otherMetrics: () => metricsOf(subgraphUrls),
    }),
  );
}

/** Longer than a store takes to report that it does not answer. */
const READY_TIMEOUT_MS = 8_000;

/** Rejects unless every service is ready. */
async function allReady(urls: Readonly<Record<string, string>>): Promise<void> {
  const signal = AbortSignal.timeout(READY_TIMEOUT_MS);
  await Promise.all(
    Object.entries(urls).map(async ([name, url]) => {
      const answer = await fetch(`${url}/ready`, { signal });
      await answer.arrayBuffer();
      if (!answer.ok) throw new CodedError('SERVICE_UNAVAILABLE', `${name} is not ready.`);
    }),
  );
}

const METRICS_TIMEOUT_MS = 5_000;

/** The metrics of the services behind the gateway; leaves out any that does not answer. */
async function metricsOf(urls: Readonly<Record<string, string>>): Promise<string> {
  const signal = AbortSignal.timeout(METRICS_TIMEOUT_MS);
  const textOf = async (url: string) => (await fetch(`${url}/metrics`, { signal })).text();
  const texts = Object.values(urls).map((url) => textOf(url).catch(() => ''));
  return (await Promise.all(texts)).join('\n');
}

/** Waits for all even if one fails, so that none is still starting when the others are stopped. */
async function allStarted(starting: readonly Promise<Service>[]): Promise<readonly Service[]> {
  await Promise.allSettled(starting);
  return Promise.all(starting);
}

const playgroundOf = ({ gateway: { playground }, demoData }: AllInOneConfig) =>
  playground && { ...playground, query: FIRST_QUERY, ...(demoData && { headers: demoHeaders }) };
