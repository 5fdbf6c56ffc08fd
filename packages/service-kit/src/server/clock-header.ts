import type { FastifyInstance } from 'fastify';
import { CLOCK_HEADER, instant, type Clock } from '@counterstep/primitives';

/** Has every answer tell the service's clock, so that callers know how far it is from theirs. */
export function tellClock(app: FastifyInstance, clock: Clock): void {
  app.addHook('onSend', (_request, reply, payload, done) => {
    reply.header(CLOCK_HEADER, instant(clock));
    done(null, payload);
  });
}
