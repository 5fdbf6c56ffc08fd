import type { FastifyReply } from 'fastify';
import type { AnswerPolicy, GatewayContext } from '../context.ts';
import type { Identity } from '../identity/sessions.ts';
import { addVary } from './compression.ts';

/** The directives of a header by their lower-case names. */
function directivesOf(header: string): ReadonlyMap<string, string> {
  const entries = header.split(',').map((part) => {
    const [name = '', value = ''] = part.split('=', 2);
    return [name.trim().toLowerCase(), value.trim().replace(/^"|"$/g, '')] as const;
  });
  return new Map(entries);
}

/**
 * Restricts an answer by the `Cache-Control` of one subgraph's part, which is how `@cacheControl` hints of federated
 * schemas travel. A subgraph that sends no such header, or no answer, forbids keeping it.
 */
export function restrictByHeader(
  policy: AnswerPolicy | undefined,
  header: string | string[] | undefined,
): void {
  if (!policy) return;
  const directives = directivesOf(String(header ?? ''));
  const seconds = Number(directives.get('max-age') ?? 0);
  const unkept = directives.has('no-store') || directives.has('no-cache') || !Number.isInteger(seconds);
  policy.restrict({ maxAge: unkept ? 0 : Math.max(0, seconds) });
  if (directives.has('private')) policy.restrict({ scope: 'PRIVATE' });
}

/**
 * Attaches a policy to an operation's context; answers to clients that send credentials or propagated headers are
 * private.
 */
export function withPolicy(context: GatewayContext, policy: AnswerPolicy | undefined): GatewayContext {
  if (!policy) return context;
  if (isPersonal(context.identity)) policy.restrict({ scope: 'PRIVATE' });
  return { ...context, cachePolicy: policy };
}

const isPersonal = ({ viewer, authorization, propagated }: Identity): boolean =>
  viewer !== undefined || authorization !== undefined || propagated !== undefined;

/** Lets caches keep answers to GET only, separately for each set of headers that the answer depends on. */
export function setCacheHeaders(reply: FastifyReply, method: string, propagated: readonly string[]): void {
  if (!String(reply.getHeader('cache-control') ?? '').startsWith('max-age=')) return;
  if (method !== 'GET') {
    reply.header('cache-control', 'no-store');
    return;
  }
  for (const name of ['Accept', 'Authorization', ...propagated]) addVary(reply, name);
}
