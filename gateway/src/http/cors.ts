import { CORRELATION_HEADER } from '@counterstep/platform/server';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Lets pages of the given origins call, without credentials of the browser; `*` is every origin. */
export function corsHook(origins: readonly string[]) {
  return (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    allow(request, reply, origins);
    done();
  };
}

function allow(request: FastifyRequest, reply: FastifyReply, origins: readonly string[]): void {
  const { origin } = request.headers;
  if (origin === undefined) return;
  const every = origins.includes('*');
  if (!every) reply.header('vary', 'Origin');
  if (!every && !origins.includes(origin)) return;
  reply.header('access-control-allow-origin', every ? '*' : origin);
  reply.header('access-control-expose-headers', CORRELATION_HEADER);
  if (request.method !== 'OPTIONS') return;
  reply.header('access-control-allow-methods', 'GET, POST, OPTIONS');
  reply.header('access-control-allow-headers', `authorization, content-type, ${CORRELATION_HEADER}`);
  reply.header('access-control-max-age', '86400');
}
