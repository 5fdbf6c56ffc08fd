import { createInternalSigner } from '@counterstep/platform/identity';
import type { JWK } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Identity } from './sessions.ts';

/** The `Authorization` header with which the gateway calls subgraphs on somebody's behalf. */
export type Credentials = (identity: Identity) => Promise<string | undefined>;

/** Half the lifetime of an internal token, so that a cached one always outlives its call. */
const REUSE_MS = 60_000;
const CACHED_IDENTITIES = 10_000;

/** Signs one internal token per identity and minute; without a key the client's own header goes on. */
export async function createCredentials(key: JWK | undefined, now: () => number): Promise<Credentials> {
  if (key === undefined) return ({ authorization }) => Promise.resolve(authorization);
  const sign = await createInternalSigner(key, now);
  const tokens = new LRUCache<string, Promise<string>>({ max: CACHED_IDENTITIES, ttl: REUSE_MS });
  return ({ key: identityKey, viewer }) => {
    const known = tokens.get(identityKey);
    if (known !== undefined) return known;
    const header = sign(viewer).then((token) => `Bearer ${token}`);
    tokens.set(identityKey, header);
    return header;
  };
}
