import type { IncomingHttpHeaders } from 'node:http';
import { InvalidConfiguration } from '@counterstep/service-kit';

export interface AddressBook {
  readonly subgraphUrls: Readonly<Record<string, string>>;
  readonly fallbackUrls: Readonly<Record<string, string>>;
}

/** Reduces names to letters and digits, so that an environment variable can name them. */
const simplified = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]+/g, '_');

const lookUp = (urls: Readonly<Record<string, string>>, name: string): string | undefined =>
  Object.entries(urls).find(([key]) => simplified(key) === simplified(name))?.[1];

const parsed = (url: string): URL | undefined => (URL.canParse(url) ? new URL(url) : undefined);

/**
 * The address of a subgraph's GraphQL endpoint. A configured address without a path means `/graphql` of that host.
 *
 * @throws {InvalidConfiguration} when there is none, or it is not an http or https URL.
 */
export function endpointOf(name: string, inSupergraph: string, book: AddressBook): string {
  const variable = `${simplified(name).toUpperCase()}_URL`;
  const placeholder = inSupergraph === '' || (parsed(inSupergraph)?.hostname.endsWith('.invalid') ?? false);
  const given =
    lookUp(book.subgraphUrls, name) ?? (placeholder ? lookUp(book.fallbackUrls, name) : inSupergraph);
  if (given === undefined)
    throw new InvalidConfiguration(`${variable} must be set: the supergraph has no address for ${name}.`);
  const url = parsed(given);
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:')
    throw new InvalidConfiguration(`${variable} must be an http or https URL.`);
  if (url.pathname === '/' && given !== inSupergraph) url.pathname = '/graphql';
  return url.href;
}

/** A client's network address; a trusted proxy appends it to the header. */
export function clientAddressOf(
  headers: IncomingHttpHeaders,
  remote: string | undefined,
  trustProxy: boolean,
): string {
  const forwarded = trustProxy
    ? String(headers['x-forwarded-for'] ?? '')
        .split(',')
        .at(-1)
        ?.trim()
    : undefined;
  return forwarded === undefined || forwarded === '' ? (remote ?? 'unknown') : forwarded;
}
