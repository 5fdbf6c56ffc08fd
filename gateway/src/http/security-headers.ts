import type { FastifyReply, FastifyRequest } from 'fastify';

/** A year; browsers that have seen it use TLS only. */
const TRANSPORT_SECURITY = 'max-age=31536000; includeSubDomains';

/**
 * Gives every answer what keeps browsers from guessing its type, framing it and telling others its address, and where
 * the client's connection is encrypted what keeps it so.
 */
export function securityHeadersHook(trustProxy: boolean) {
  return (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    reply.header('x-content-type-options', 'nosniff');
    reply.header('x-frame-options', 'DENY');
    reply.header('referrer-policy', 'no-referrer');
    if (isEncrypted(request, trustProxy)) reply.header('strict-transport-security', TRANSPORT_SECURITY);
    done();
  };
}

/** A trusted proxy in front has put the client's protocol last. */
function isEncrypted({ raw, headers }: FastifyRequest, trustProxy: boolean): boolean {
  if ('encrypted' in raw.socket && raw.socket.encrypted === true) return true;
  const forwarded = String(headers['x-forwarded-proto'] ?? '').split(',');
  return trustProxy && forwarded.at(-1)?.trim().toLowerCase() === 'https';
}
