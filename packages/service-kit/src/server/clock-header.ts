import type { FastifyInstance } from 'fastify';
import { CLOCK_HEADER, instant, type Clock } from '@counterstep/primitives';

/** Adds the service's clock to every answer, so that callers can measure how far theirs is off. */
export function tellClock(app: FastifyInstance, clock: Clock): void {
  app.addHook('onSend', (_request, reply, payload, done) => {
    reply.header(CLOCK_HEADER, instant(clock));
    done(null, payload);
  });
}
