import type { IncomingMessage } from 'node:http';
import { CORRELATION_HEADER } from '@counterstep/service-kit/server';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Headers that pages may send if their preflight asks for none. */
const USUAL_HEADERS = `authorization, content-type, ${CORRELATION_HEADER}`;
/** Headers of an answer that pages may read beyond those that browsers always expose. */
const EXPOSED_HEADERS = `${CORRELATION_HEADER}, retry-after`;
/** A list of header names as in a preflight. */
const HEADER_NAMES = /^[\w!#$%&'*+.^`|~-]+(?:\s*,\s*[\w!#$%&'*+.^`|~-]+)*$/;
const LONGEST_LIST = 2_000;

/** Lets pages of the given origins call without browser credentials; `*` allows every origin, an empty list none. */
export function corsHook(origins: readonly string[], methods: string) {
  return (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    if (origins.length > 0) allow(request, reply, origins, methods);
    done();
  };
}

function allow(
  { method, headers }: FastifyRequest,
  reply: FastifyReply,
  origins: readonly string[],
  methods: string,
): void {
  const { origin } = headers;
  const every = origins.includes('*');
  // Caches must keep apart the answers to pages of different origins and to clients that are no page.
  if (!every) reply.header('vary', 'Origin');
  if (origin === undefined || !(every || origins.includes(origin))) return;
  reply.header('access-control-allow-origin', every ? '*' : origin);
  reply.header('access-control-expose-headers', EXPOSED_HEADERS);
  if (method !== 'OPTIONS') return;
  reply.header('vary', `${every ? '' : 'Origin, '}Access-Control-Request-Headers`);
  reply.header('access-control-allow-methods', methods);
  reply.header('access-control-allow-headers', mirrored(headers['access-control-request-headers']));
  reply.header('access-control-max-age', '86400');
}

/** Allows every header that the preflight of an allowed origin asks for; other code decides which headers matter. */
const mirrored = (asked: string | undefined): string =>
  asked !== undefined && asked.length <= LONGEST_LIST && HEADER_NAMES.test(asked) ? asked : USUAL_HEADERS;

/**
 * Whether a page may open a socket. Browsers send no preflight for sockets, so the gateway refuses them here; its own
 * pages, and programs, which send no origin, are always allowed.
 */
export const mayUpgrade =
  (origins: readonly string[]) =>
  ({ headers: { origin, host } }: Pick<IncomingMessage, 'headers'>): boolean =>
    origin === undefined ||
    origins.includes('*') ||
    origins.includes(origin) ||
    (URL.canParse(origin) && new URL(origin).host === host?.toLowerCase());
