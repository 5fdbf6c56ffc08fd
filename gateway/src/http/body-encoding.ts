import type { FastifyReply, FastifyRequest } from 'fastify';

/** The request body has an encoding that is not served. */
class UnservedEncoding extends Error {
  readonly statusCode = 415;
}

const CHARSET = /;\s*charset\s*=\s*"?([^\s;"]+)/i;

/**
 * Refuses bodies that are compressed or not in UTF-8, and says so in `Accept-Encoding` (RFC 9110, 15.5.16).
 *
 * @throws {UnservedEncoding} with status 415; the returned hook throws it.
 */
export function bodyEncodingHook(
  request: FastifyRequest,
  reply: FastifyReply,
  done: (error?: Error) => void,
) {
  const { 'content-encoding': coding = 'identity', 'content-type': type = '' } = request.headers;
  const charset = CHARSET.exec(type)?.[1] ?? 'utf-8';
  const refused =
    coding.trim().toLowerCase() !== 'identity'
      ? 'Compressed bodies are not served.'
      : /^utf-?8$/i.test(charset)
        ? undefined
        : 'Bodies are served in UTF-8 only.';
  if (refused === undefined) {
    done();
    return;
  }
  reply.header('accept-encoding', 'identity');
  done(new UnservedEncoding(refused));
}
