import type { FastifyReply, FastifyRequest } from 'fastify';

/** For a year, browsers that have seen this header use only TLS. */
const TRANSPORT_SECURITY = 'max-age=31536000; includeSubDomains';

/**
 * Adds headers that keep browsers from guessing an answer's type, framing it and sending its address as a referrer,
 * and, on encrypted connections, from falling back to plain HTTP.
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

/** Whether the client's connection is encrypted; a trusted proxy appends the client's protocol to the header. */
function isEncrypted({ raw, headers }: FastifyRequest, trustProxy: boolean): boolean {
  if ('encrypted' in raw.socket && raw.socket.encrypted === true) return true;
  const forwarded = String(headers['x-forwarded-proto'] ?? '').split(',');
  return trustProxy && forwarded.at(-1)?.trim().toLowerCase() === 'https';
}
