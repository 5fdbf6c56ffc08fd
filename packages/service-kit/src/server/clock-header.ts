import type { FastifyInstance } from 'fastify';
import { instant, type Clock } from '@counterstep/primitives';

/** The header in which a service says what its clock showed when it answered: ISO 8601, UTC, with milliseconds. */
export const CLOCK_HEADER = 'x-service-time';

/** Has every answer tell the service's clock, so that callers know how far it is from theirs. */
export function tellClock(app: FastifyInstance, clock: Clock): void {
  app.addHook('onSend', (_request, reply, payload, done) => {
    reply.header(CLOCK_HEADER, instant(clock));
    done(null, payload);
  });
}
