import { createCoordinatorService } from '@counterstep/coordinator';
import { createGateway } from '@counterstep/gateway';
import { createLogger } from '@counterstep/platform';
import type { Service } from '@counterstep/platform/server';
import type { EmbeddedConfig } from './config.ts';
import { demoHeaders, FIRST_QUERY } from './first-query.ts';
import { startDomainThread, type DomainThread } from './domain-thread/domain-thread.ts';

export { readConfig as readEmbeddedConfig, type EmbeddedConfig } from './config.ts';

/** All services in one process; `url` is that of the gateway. */
export interface Embedded extends Service {
  /** The base URL of each service, by its name. */
  readonly urls: Readonly<Record<string, string>>;
}

/** Each list has a thread: one waits for the disk while others work. The first thread is the coordinator's and the gateway's. */
const DOMAIN_THREADS = [
  ['catalog', 'inventory', 'orders'],
  ['customers', 'notifications', 'payments', 'shipping'],
] as const;

/**
 * Starts all services in this process, domain services in threads of their own, and stops those that have started when
 * one cannot.
 */
export async function createEmbedded(config: EmbeddedConfig): Promise<Embedded> {
  const given = { log: createLogger(undefined, config.logLevel) };
  const started: Pick<Service, 'stop'>[] = [];
  const keep = <S extends Pick<Service, 'stop'>>(service: S): S => {
    started.push(service);
    return service;
  };
  const stop = async (): Promise<void> => {
    // The other way round: nobody is called who has stopped already.
    for (const service of started.splice(0).reverse()) await service.stop();
  };
  try {
    const starting = DOMAIN_THREADS.map(async (names) => keep(await startDomainThread(names, config)));
    const domainUrls = await urlsOf(starting);
    const urls = { ...config.coordinator.urls, ...domainUrls };
    const coordinator = keep(await createCoordinatorService({ ...config.coordinator, urls }, given));
    const subgraphUrls = { ...domainUrls, coordinator: coordinator.url };
    const playground = playgroundOf(config);
    const gateway = keep(await createGateway({ ...config.gateway, subgraphUrls, playground }, given));
    return { name: 'counterstep', url: gateway.url, urls: { ...subgraphUrls, gateway: gateway.url }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Waits for all, also where one fails, so that nothing is still starting when the others are stopped. */
async function urlsOf(starting: readonly Promise<DomainThread>[]): Promise<DomainThread['urls']> {
  await Promise.allSettled(starting);
  const threads = await Promise.all(starting);
  return Object.fromEntries(threads.flatMap(({ urls }) => Object.entries(urls)));
}

const playgroundOf = ({ gateway: { playground }, demoData }: EmbeddedConfig) =>
  playground && { ...playground, query: FIRST_QUERY, ...(demoData && { headers: demoHeaders }) };
