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
 * Restricts an answer to what one subgraph says of its part in `Cache-Control`, the way in which `@cacheControl` hints
 * of federated schemas travel. One that says nothing, or did not answer, does not let it be kept.
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

/** The context of one operation, whose answer is for nobody else where it is known who asks. */
export function withPolicy(context: GatewayContext, policy: AnswerPolicy | undefined): GatewayContext {
  if (!policy) return context;
  if (isPersonal(context.identity)) policy.restrict({ scope: 'PRIVATE' });
  return { ...context, cachePolicy: policy };
}

const isPersonal = ({ viewer, authorization, propagated }: Identity): boolean =>
  viewer !== undefined || authorization !== undefined || propagated !== undefined;

/** Lets caches keep answers to GET only, apart for each set of the headers that an answer depends on. */
export function setCacheHeaders(reply: FastifyReply, method: string, propagated: readonly string[]): void {
  if (!String(reply.getHeader('cache-control') ?? '').startsWith('max-age=')) return;
  if (method !== 'GET') {
    reply.header('cache-control', 'no-store');
    return;
  }
  for (const name of ['Accept', 'Authorization', ...propagated]) addVary(reply, name);
}
