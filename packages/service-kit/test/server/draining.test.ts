import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { createLogger } from '../../src/index.ts';
import { createHttpServer, Draining, listen, NOT_TAKEN_HEADER } from '../../src/server/index.ts';

/** Longer than a few answers take. */
const GRACE_MS = 500;

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

describe('a server that ends', () => {
  let app: FastifyInstance;
  let agent: Agent;
  let draining: Draining;
  let url: string;
  let begun: number;
  let release: () => void;

  beforeEach(async () => {
    draining = new Draining({ lingerMs: 0, graceMs: GRACE_MS });
    begun = 0;
    const released = new Promise<void>((resolve) => (release = resolve));
    app = createHttpServer({
      log: createLogger('test', 'silent'),
      ready: () => Promise.resolve(),
      draining,
    });
    app.get('/graphql', async (request) => {
      begun += 1;
      if ('slow' in (request.query as object)) await released;
      return 'answered';
    });
    url = await listen(app, '127.0.0.1', 0);
    agent = new Agent({ keepAlive: true });
  });
  afterEach(async () => {
    release();
    agent.destroy();
    await app.close();
  });

  const ask = async (path: string): Promise<Answer> => {
    const [response] = (await once(get(`${url}${path}`, { agent }), 'response')) as [IncomingMessage];
    return { status: response.statusCode, headers: response.headers, body: await text(response) };
  };
  const untilBegun = async (): Promise<void> => {
    while (begun === 0) await new Promise((resolve) => setImmediate(resolve));
  };

  it('drains at once where nobody is connected', async () => {
    await draining.drain();
    expect(begun).toBe(0);
  });

  it('answers what comes while it drains, closes the connection by that, and is not ready', async () => {
    expect(await ask('/graphql')).toMatchObject({ status: 200, headers: { connection: 'keep-alive' } });
    const drained = draining.drain();

    expect(await ask('/graphql')).toMatchObject({ status: 200, headers: { connection: 'close' } });
    expect(await ask('/ready')).toMatchObject({ status: 503 });
    expect(await ask('/health')).toMatchObject({ status: 200 });
    await drained;
  });

  it('waits for what runs, and for nothing more', async () => {
    const slow = ask('/graphql?slow');
    await untilBegun();
    let isDrained = false;
    const drained = draining.drain().then(() => (isDrained = true));

    for (let looks = 0; looks < 3; looks += 1) expect(await ask('/ready')).toMatchObject({ status: 503 });
    expect(isDrained).toBe(false);
    release();
    expect(await slow).toMatchObject({ status: 200, body: 'answered' });
    await drained;
  });

  it('gives up on what runs for too long', async () => {
    const slow = ask('/graphql?slow');
    await untilBegun();
    await draining.drain();
    release();
    expect(await slow).toMatchObject({ status: 200 });
  });

  it('begins nothing any more once it refuses, and says so', async () => {
    draining.refuse();

    const refused = await ask('/graphql');
    expect(refused).toMatchObject({
      status: 503,
      headers: { [NOT_TAKEN_HEADER]: 'true', 'retry-after': '1' },
    });
    expect(JSON.parse(refused.body)).toMatchObject({
      errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE' } }],
    });
    expect(begun).toBe(0);
    expect(await ask('/health')).toMatchObject({ status: 200 });
  });

  it('refuses what comes over an open connection while it closes', async () => {
    const slow = ask('/graphql?slow');
    await untilBegun();
    const closing = app.close();
    expect(await ask('/graphql').catch(() => ({ status: 'refused' }))).not.toMatchObject({ status: 200 });
    release();
    await Promise.all([slow, closing]);
    expect(begun).toBe(1);
  });
});
