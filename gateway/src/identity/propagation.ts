import type { IncomingHttpHeaders } from 'node:http';
import { validateHeaderValue } from 'node:http';
import { Unauthenticated } from '@counterstep/service-kit';
import type { Identity } from './sessions.ts';

/** Headers of the connection or the body, and those that the gateway sets itself; they are never passed on. */
const KEPT_BACK =
  /^(connection|keep-alive|te|trailers?|transfer-encoding|upgrade|host|expect|authorization|origin|x-client-address|x-correlation-id|(proxy|content|accept|sec|access-control|x-forwarded|if)(-.*)?)$/;
const HEADER_NAME = /^[a-z0-9!#$%&'*+.^_`|~-]+$/;
const LONGEST_VALUE = 4_096;

/** Whether a header of this lower-case name may be passed on to subgraphs. */
export const mayPropagate = (name: string): boolean => HEADER_NAME.test(name) && !KEPT_BACK.test(name);

/**
 * Adds to an identity the headers that subgraphs are to see. Clients with different values may see different data, so
 * they share nothing.
 *
 * @throws {Unauthenticated} when a value is not one that a header can have, or is longer than 4,096 characters.
 */
export type Propagate = (
  identity: Identity,
  headers: IncomingHttpHeaders,
  parameters?: Readonly<Record<string, unknown>>,
) => Identity;

/** Passes on the named headers; over a socket, connection parameters of these names take precedence. */
export function createPropagation(names: readonly string[]): Propagate {
  if (names.length === 0) return (identity) => identity;
  return (identity, headers, parameters = {}) => {
    const given = Object.fromEntries(
      Object.entries(parameters).map(([name, value]) => [name.toLowerCase(), value]),
    );
    const found = names.flatMap((name) => {
      const value = given[name] ?? headers[name];
      return value === undefined ? [] : [[name, checked(name, value)] as const];
    });
    if (found.length === 0) return identity;
    const propagated = Object.fromEntries(found);
    return { ...identity, propagated, key: JSON.stringify([identity.key, propagated]) };
  };
}

function checked(name: string, value: unknown): string {
  const text = Array.isArray(value) ? value.join(', ') : value;
  if (typeof text !== 'string' || text.length > LONGEST_VALUE)
    throw new Unauthenticated(`${name} must be a text of at most ${LONGEST_VALUE} characters.`);
  try {
    validateHeaderValue(name, text);
  } catch {
    throw new Unauthenticated(`${name} holds characters that a header cannot have.`);
  }
  return text;
}
