import type { Tls } from '@counterstep/service-kit';
import { createAgent } from '@counterstep/service-kit/server';
import { request } from 'undici';
import { z } from 'zod';
import type { Subgraphs } from '../http/subgraphs.ts';
import type { Credentials } from './credentials.ts';
import type { AskForRevocations, Revocation } from './revocations.ts';
import { anonymous } from './sessions.ts';

/** Which field of which subgraph lists revocations. */
export interface RevocationsConfig {
  readonly subgraph: string;
  readonly field: string;
  /** The delay between an answer and the next request. */
  readonly intervalMs: number;
}

const page = z.object({
  items: z.array(
    z.object({
      sessionId: z.string().nullish(),
      customerId: z.string().nullish(),
      generation: z.number().nullish(),
      recordedAt: z.iso.datetime(),
      expiresAt: z.iso.datetime(),
    }),
  ),
  endCursor: z.string().nullish(),
  hasNextPage: z.boolean(),
});
const answer = z.object({ data: z.object({ page }) });

const TIMEOUT_MS = 5_000;
/** The most pages that are requested of one answer. */
const MOST_PAGES = 200;

/** Requests the configured field without an identity. */
export function createRevocationSource(
  { subgraph, field }: RevocationsConfig,
  { subgraphs, credentials, tls }: { subgraphs: Subgraphs; credentials: Credentials; tls: Tls },
): { readonly ask: AskForRevocations; readonly close: () => Promise<void> } {
  const agent = createAgent(tls, TIMEOUT_MS);
  const query = `query ($since: DateTime, $after: String) { page: ${field}(since: $since, after: $after) {
    items { sessionId customerId generation recordedAt expiresAt } endCursor hasNextPage } }`;
  const askPage = async (variables: object): Promise<z.output<typeof page>> => {
    const authorization = await credentials(subgraph, anonymous);
    const { body } = await request(subgraphs.urlOf(subgraph), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(authorization !== undefined && { authorization }) },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
      dispatcher: agent,
    });
    return answer.parse(await body.json()).data.page;
  };
  const ask: AskForRevocations = async (since) => {
    const found: Revocation[] = [];
    let after: string | null = null;
    for (let pages = 0; pages < MOST_PAGES; pages += 1) {
      const { items, endCursor, hasNextPage } = await askPage({ since, after });
      found.push(...items);
      if (!hasNextPage || endCursor == null) break;
      after = endCursor;
    }
    return found;
  };
  return { ask, close: () => agent.destroy() };
}
