import { calledServices, type ServiceName, type Services } from './services.ts';
import { sendHttp } from './http.ts';

const COUNT = /^http_request_duration_seconds_count\{.*route="\/graphql".*\} (\d+)$/gm;

/** How many GraphQL requests a service has answered since it was started. */
async function requestsOf(services: Services, name: ServiceName): Promise<number> {
  const { text } = await sendHttp(`${services.urlOf(name)}/metrics`);
  return [...text.matchAll(COUNT)].reduce((sum, [, count]) => sum + Number(count), 0);
}

export type RequestCounts = Readonly<Partial<Record<ServiceName, number>>>;

const countAll = async (services: Services): Promise<readonly (readonly [ServiceName, number])[]> =>
  Promise.all(calledServices.map(async (name) => [name, await requestsOf(services, name)] as const));

/** How many requests an operation makes to each service; services that get none are absent. */
export async function requestsDuring(
  services: Services,
  operation: () => Promise<unknown>,
): Promise<RequestCounts> {
  const before = Object.fromEntries(await countAll(services));
  await operation();
  const after = await countAll(services);
  const counts = after.map(([name, count]) => [name, count - (before[name] ?? 0)] as const);
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}
