import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { ClientQuotas } from '../quotas.ts';

const sizeOf = (payload: unknown): number => {
  if (typeof payload === 'string') return Buffer.byteLength(payload);
  return Buffer.isBuffer(payload) ? payload.length : 0;
};

/** Replaces answers by 429 for an address that has too many bytes of earlier answers unread. */
export function limitUnsentAnswers(app: FastifyInstance, quotas: Pick<ClientQuotas, 'bytes'>): void {
  app.addHook(
    'onSend',
    (request: { readonly raw: IncomingMessage; readonly id: string }, reply, payload, done) => {
      const release = quotas.bytes(request.raw, sizeOf(payload));
      if (release) {
        reply.raw.once('close', release);
        done(null, payload);
        return;
      }
      const message = 'Too many bytes of answers are waiting to be read.';
      const error = { message, extensions: { code: 'RATE_LIMITED', correlationId: request.id } };
      reply.removeHeader('content-length').removeHeader('content-encoding');
      reply.code(429).header('retry-after', 1).type('application/json; charset=utf-8');
      done(null, JSON.stringify({ errors: [error] }));
    },
  );
}
