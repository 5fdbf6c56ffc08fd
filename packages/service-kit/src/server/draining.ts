import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { FastifyInstance } from 'fastify';
import { CodedError } from '@counterstep/primitives';

/** On the answer of a server that ends: the request was not begun, and whatever it is may be sent elsewhere. */
export const NOT_TAKEN_HEADER = 'x-request-not-taken';

/** How long a server that ends still takes requests, so that each connection can be closed by an answer. */
const LINGER_MS = 1_000;
/** How long requests that run may take after that. */
const GRACE_MS = 2_000;

/** How patient a server that ends is, in ms. */
export interface DrainingTimes {
  readonly lingerMs: number;
  readonly graceMs: number;
}

const REFUSAL = JSON.stringify({
  errors: [
    {
      message: 'The service is stopping; the request was not begun.',
      extensions: { code: 'SERVICE_UNAVAILABLE' },
    },
  ],
});

/**
 * How a server lets its clients go. First it answers all, closes each connection with an answer, and says that it is not
 * ready; then it refuses what comes before anything is begun.
 */
export class Draining {
  readonly #times: DrainingTimes;
  #state: 'serving' | 'letting go' | 'refusing' = 'serving';
  #running = 0;
  #onIdle = (): void => undefined;
  #app: FastifyInstance | undefined;

  constructor(times: DrainingTimes = { lingerMs: LINGER_MS, graceMs: GRACE_MS }) {
    this.#times = times;
  }

  /** To be called once, before the server's routes are added. */
  install(app: FastifyInstance): void {
    this.#app = app;
    app.addHook('onRequest', async (request, reply) => {
      if (this.#state === 'refusing' && request.routeOptions.url === '/graphql')
        return reply
          .code(503)
          .headers({ [NOT_TAKEN_HEADER]: 'true', 'retry-after': '1' })
          .send(REFUSAL);
      this.#running += 1;
      reply.raw.once('close', () => {
        this.#running -= 1;
        if (this.#running === 0) this.#onIdle();
      });
      return undefined;
    });
    app.addHook('onSend', (_request, reply, payload, done) => {
      if (this.#state !== 'serving') reply.header('connection', 'close');
      done(null, payload);
    });
    app.addHook('preClose', (done) => {
      this.refuse();
      done();
    });
  }

  /** @throws {CodedError} as SERVICE_UNAVAILABLE when clients should go elsewhere. */
  check(): void {
    if (this.#state !== 'serving') throw new CodedError('SERVICE_UNAVAILABLE', 'The service is stopping.');
  }

  /** Lets clients go; resolves when those that were here have been answered, or after a few seconds. */
  async drain(): Promise<void> {
    if (this.#state !== 'serving' || this.#app === undefined) return;
    this.#state = 'letting go';
    const { server } = this.#app;
    if ((await promisify(server.getConnections.bind(server))()) === 0) return;
    await delay(this.#times.lingerMs);
    if (this.#running === 0) return;
    const idle = new Promise<void>((resolve) => (this.#onIdle = resolve));
    await Promise.race([idle, delay(this.#times.graceMs)]);
  }

  /** Begins nothing any more. */
  refuse(): void {
    this.#state = 'refusing';
  }
}
