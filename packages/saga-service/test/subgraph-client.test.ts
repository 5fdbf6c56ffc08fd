import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { parse } from 'graphql';
import { createRetryingClient, ServiceUnavailable } from '../src/subgraph-client.ts';

const PricesDocument = parse(
  'query Prices($skus: [String!]!) { productsBySku(skus: $skus) { sku } }',
) as TypedDocumentNode<{ readonly productsBySku: readonly unknown[] }, { readonly skus: readonly string[] }>;

const GENEROUS_MS = 60_000;
const prices = { productsBySku: [] };
const answer = (response: ServerResponse, body: object = { data: prices }): void => {
  response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
};

/** Lets the event loop turn `count` times, so that it handles what has arrived. */
async function turns(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) await setImmediate();
}

describe('A retrying client', () => {
  let server: ReturnType<typeof createServer> | undefined;

  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  /** A client of a catalog that serves its n-th request, from 1, as `serve` says. */
  const clientOf = async (
    serve: (response: ServerResponse, n: number) => void,
    { timeoutMs = GENEROUS_MS, limitMs = GENEROUS_MS } = {},
  ) => {
    let requests = 0;
    server = createServer((_request, response) => {
      requests += 1;
      serve(response, requests);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const options = {
      urlOf: () => `http://127.0.0.1:${port}`,
      sign: () => Promise.resolve('token'),
      timeoutMs,
    };
    const ask = createRetryingClient(options, limitMs);
    return {
      requests: () => requests,
      ask: () => ask('catalog', PricesDocument, { skus: [] }, { correlationId: 'c' }),
    };
  };

  it('asks again what is not answered in time', async () => {
    const silentTwice = (response: ServerResponse, n: number): void => {
      if (n > 2) answer(response);
    };
    const client = await clientOf(silentTwice, { timeoutMs: 500 });
    expect(await client.ask()).toEqual(prices);
    expect(client.requests()).toBeGreaterThanOrEqual(3);
  });

  it('lets a crowd wait for its turn, and answers everybody', async () => {
    const held: ServerResponse[] = [];
    let most = 0;
    const client = await clientOf((response, n) => {
      held.push(response);
      most = Math.max(most, held.length);
      if (n === 300) for (const each of held.splice(0)) answer(each);
      // Before a request is answered, others that were sent have time to arrive.
      else if (held.length >= 32)
        void turns(20).then(() => {
          held.splice(0, 1).forEach((each) => {
            answer(each);
          });
        });
    });
    const crowd = await Promise.all(Array.from({ length: 300 }, () => client.ask()));
    expect(crowd).toEqual(Array.from({ length: 300 }, () => prices));
    expect(client.requests()).toBe(300);
    expect(most).toBe(32);
  });

  it('gives up at its limit, who waits for a turn too', async () => {
    const client = await clientOf(() => undefined, { timeoutMs: 200, limitMs: 700 });
    const crowd = await Promise.allSettled(Array.from({ length: 100 }, () => client.ask()));
    for (const each of crowd)
      expect(each).toMatchObject({ status: 'rejected', reason: expect.any(ServiceUnavailable) as unknown });
  });

  it('asks again what an instance did not take that ends, and soon gives up where nobody does', async () => {
    const refuse = (response: ServerResponse): void => {
      response.writeHead(503).end();
    };
    const restarted = await clientOf((response, n) => {
      (n > 2 ? answer : refuse)(response);
    });
    expect(await restarted.ask()).toEqual(prices);
    server!.close();

    const gone = await clientOf(refuse);
    await expect(gone.ask()).rejects.toThrow(ServiceUnavailable);
    expect(gone.requests()).toBe(3);
  });

  it('asks once what is answered with an error', async () => {
    const client = await clientOf((response) => {
      answer(response, { errors: [{ message: 'no' }] });
    });
    await expect(client.ask()).rejects.toThrow(ServiceUnavailable);
    expect(client.requests()).toBe(1);
  });
});
