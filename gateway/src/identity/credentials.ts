import { createInternalSigner } from '@counterstep/identity';
import type { JWK } from 'jose';
import type { Identity } from './sessions.ts';

/** The `Authorization` header with which the gateway calls a subgraph on somebody's behalf. */
export type Credentials = (subgraph: string, identity: Identity) => Promise<string | undefined>;

/** Shows an internal token; without a key the client's own header goes on. */
export async function createCredentials(key: JWK | undefined, now: () => number): Promise<Credentials> {
  if (key === undefined) return (_subgraph, { authorization }) => Promise.resolve(authorization);
  const sign = await createInternalSigner(key, now);
  return async (subgraph, { viewer }) => `Bearer ${await sign(subgraph, viewer)}`;
}
