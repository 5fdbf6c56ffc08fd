import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { serveCanned, startCanned, things, type CannedSubgraph } from './canned.ts';
import { ask, createLibraryKit, type LibraryKit } from './kit.ts';

const MAKE = 'mutation { make { id } }';
const made = { data: { make: { id: '1' } } };
const away = { extensions: { code: 'SERVICE_UNAVAILABLE' }, path: ['make'] };

describe('what a subgraph surely did not take', () => {
  let kit: LibraryKit;
  let first: CannedSubgraph;
  let end: () => Promise<void>;

  beforeAll(async () => {
    kit = await createLibraryKit();
  });
  afterEach(() => end());
  afterAll(() => kit.end());

  const serve = async (url?: string) => {
    first = await startCanned(made);
    const second = await startCanned({ data: {} });
    const served = await serveCanned(kit, things, { first: { ...first, ...(url ? { url } : {}) }, second });
    end = served.end;
    return served;
  };

  it.each([1, 2])('is sent again, mutations too, after %i refusals', async (refusals) => {
    const gateway = await serve();
    first.refuses = refusals;
    const { data, errors } = await ask(gateway, MAKE);
    expect([data, errors]).toEqual([made.data, undefined]);
    expect(first.asked).toHaveLength(refusals + 1);
  });

  it('is given up where nobody takes it', async () => {
    const gateway = await serve();
    first.refuses = 10;
    expect((await ask(gateway, MAKE)).errors).toMatchObject([away]);
    expect(first.asked).toHaveLength(3);
  });

  it('is not what was taken and then failed', async () => {
    const gateway = await serve();
    first.answer = { errors: [{ message: 'no', extensions: { code: 'SERVICE_UNAVAILABLE' } }] };
    expect((await ask(gateway, MAKE)).errors).toMatchObject([{ extensions: away.extensions }]);
    expect(first.asked).toHaveLength(1);
  });

  /** A subgraph that ends so many connections after a request has come, and then answers. */
  const serveLosing = async (losses: number) => {
    const lost = { requests: 0 };
    const body = JSON.stringify({ data: { other: 'here' } });
    const answer = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
    const server = createServer((socket) =>
      socket
        .on('error', () => undefined)
        .once('data', () => {
          lost.requests += 1;
          if (lost.requests > losses) socket.end(answer);
          else socket.resetAndDestroy();
        }),
    ).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const gateway = await serve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    return { gateway, lost, close: () => server.close() };
  };

  it('is not a mutation that is lost with its connection', async () => {
    const { gateway, lost, close } = await serveLosing(10);
    expect((await ask(gateway, MAKE)).errors).toMatchObject([away]);
    expect(lost.requests).toBe(1);
    close();
  });

  it.each([1, 2])('is not needed to send a query again, after %i lost connections', async (losses) => {
    const { gateway, lost, close } = await serveLosing(losses);
    expect((await ask(gateway, '{ other }')).data).toEqual({ other: 'here' });
    expect(lost.requests).toBe(losses + 1);
    close();
  });

  it('is given up where a query is lost again and again', async () => {
    const { gateway, lost, close } = await serveLosing(10);
    expect((await ask(gateway, '{ other }')).errors).toMatchObject([{ extensions: away.extensions }]);
    expect(lost.requests).toBe(3);
    close();
  });
});
