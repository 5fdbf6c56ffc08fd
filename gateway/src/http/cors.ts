import type { IncomingMessage } from 'node:http';
import { CORRELATION_HEADER } from '@counterstep/service-kit/server';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** What pages may send where they do not ask for anything in particular. */
const USUAL_HEADERS = `authorization, content-type, ${CORRELATION_HEADER}`;
/** What pages may read of an answer beyond what browsers always let them. */
const EXPOSED_HEADERS = `${CORRELATION_HEADER}, retry-after`;
/** A list of header names, as a preflight asks for them. */
const HEADER_NAMES = /^[\w!#$%&'*+.^`|~-]+(?:\s*,\s*[\w!#$%&'*+.^`|~-]+)*$/;
const LONGEST_LIST = 2_000;

/** Lets pages of the given origins call, without credentials of the browser; `*` is every origin, none is nobody. */
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
  // A cache must keep answers apart that were given to pages of several origins, and to no page.
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

/** Whatever a page of an allowed origin asks to send it may send; which headers mean something is decided elsewhere. */
const mirrored = (asked: string | undefined): string =>
  asked !== undefined && asked.length <= LONGEST_LIST && HEADER_NAMES.test(asked) ? asked : USUAL_HEADERS;

/**
 * Whether a page may open a socket. Browsers ask for no permission before they open one, so it is refused here; the
 * gateway's own pages and programs, which name no origin, always may.
 */
export const mayUpgrade =
  (origins: readonly string[]) =>
  ({ headers: { origin, host } }: Pick<IncomingMessage, 'headers'>): boolean =>
    origin === undefined ||
    origins.includes('*') ||
    origins.includes(origin) ||
    (URL.canParse(origin) && new URL(origin).host === host?.toLowerCase());
