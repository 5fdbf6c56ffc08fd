import { createInternalSigner } from '@counterstep/identity';
import type { JWK } from 'jose';
import type { Identity } from './sessions.ts';

/** Makes the `Authorization` header for calling a subgraph on an identity's behalf. */
export type Credentials = (subgraph: string, identity: Identity) => Promise<string | undefined>;

/** Signs internal tokens with the key; without one, passes on the client's own header. */
export async function createCredentials(key: JWK | undefined, now: () => number): Promise<Credentials> {
  if (key === undefined) return (_subgraph, { authorization }) => Promise.resolve(authorization);
  const sign = await createInternalSigner(key, now);
  return async (subgraph, { viewer }) => `Bearer ${await sign(subgraph, viewer)}`;
}
