import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { FastifyInstance } from 'fastify';
import { CodedError } from '@counterstep/primitives';

/**
 * The header of a stopping server's answer to a request that it has not begun, so that the client may send any request
 * elsewhere.
 */
export const NOT_TAKEN_HEADER = 'x-request-not-taken';

/** How long a stopping server still takes requests, in ms, so that it can close each connection with an answer. */
const LINGER_MS = 1_000;
/** How long running requests may take after that, in ms. */
const GRACE_MS = 2_000;

/** The times of a stopping server, in ms. */
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
 * Lets a server's clients go: first the server answers every request, closes each connection with the answer, and
 * reports that it is not ready; then it refuses new requests before anything is begun.
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

  /** Must be called once, before the server's routes are added. */
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

  /**
   * Checks that the service is not stopping.
   *
   * @throws {CodedError} as SERVICE_UNAVAILABLE if clients should go elsewhere.
   */
  check(): void {
    if (this.#state !== 'serving') throw new CodedError('SERVICE_UNAVAILABLE', 'The service is stopping.');
  }

  /** Lets clients go; resolves once present ones have been answered, or after a few seconds. */
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

  /** Refuses every new request from now on. */
  refuse(): void {
    this.#state = 'refusing';
  }
}
