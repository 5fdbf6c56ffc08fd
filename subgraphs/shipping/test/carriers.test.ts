import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { ProviderUnavailable } from '@counterstep/service-kit';
import { openDocumentStore } from '@counterstep/document-store';
import { createManualClock, createServiceKit } from '@counterstep/service-kit/testing';
import { createHttpCarrier } from '../src/carrier/http-carrier.ts';
import { createSimulatedCarrier } from '../src/carrier/simulated-carrier.ts';
import { carriers, parcelTo } from './carrier-contract.ts';

interface Stub {
  startCarrierStub(options: { readonly token: string }): Promise<Server>;
}

const urlOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const close = async (server: Server): Promise<void> => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
};

carriers('the simulated carrier', async () => {
  const kit = await createServiceKit();
  const store = await openDocumentStore({ service: 'carrier', ...kit.config });
  const clock = createManualClock();
  return {
    carrier: createSimulatedCarrier({ store, clock, failureRate: 0, random: () => 0.5 }),
    end: async () => {
      await store.close();
      await kit.remove();
    },
  };
});

carriers('a carrier over HTTP', async () => {
  const path = new URL('../../../scripts/carrier-stub.mjs', import.meta.url).href;
  const stub = (await import(path)) as Stub;
  const server = await stub.startCarrierStub({ token: 'secret' });
  return {
    carrier: createHttpCarrier({ url: urlOf(server), token: 'secret', name: 'Stub' }),
    end: () => close(server),
  };
});

describe('of a carrier over HTTP nothing is known', () => {
  let server: Server;
  afterEach(() => close(server));

  const answering = async (listener: RequestListener) => {
    server = createServer(listener);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return createHttpCarrier({ url: `${urlOf(server)}/`, name: 'Odd' });
  };
  const json = (status: number, body: unknown): RequestListener => {
    return (_request, response) => {
      response.writeHead(status).end(JSON.stringify(body));
    };
  };

  it.each<[string, RequestListener]>([
    ['where it fails', json(500, {})],
    ['where it asks for patience', json(429, {})],
    ['where it does not know the token', json(401, {})],
    [
      'where it sends somewhere else',
      (_request, response) => void response.writeHead(302, { location: '/' }).end(),
    ],
    ['where it answers no JSON', (_request, response) => void response.end('<html>')],
    ['where its answer is not in the contract', json(200, { outcome: 'booked', trackingNumber: '' })],
    ['where its answer has no end', (_request, response) => void response.end('x'.repeat(100_000))],
    ['where the connection is lost', (request) => void request.socket.destroy()],
  ])('%s', async (_what, listener) => {
    const carrier = await answering(listener);
    await expect(carrier.book(parcelTo())).rejects.toThrow(ProviderUnavailable);
    await expect(carrier.cancel({ key: 'key' })).rejects.toThrow(ProviderUnavailable);
  });

  it('about instants but what they mean: they are kept in UTC', async () => {
    const at = '2026-03-04T10:00:00+01:00';
    const carrier = await answering(
      json(200, { outcome: 'booked', trackingNumber: 'T1', estimatedDelivery: at, bookedAt: at }),
    );
    expect(await carrier.book(parcelTo())).toMatchObject({ bookedAt: '2026-03-04T09:00:00.000Z' });
  });

  it('of a key but its own: odd characters of it do not leave its place in the path', async () => {
    let asked: string | undefined;
    const carrier = await answering((request, response) => {
      asked = request.url;
      json(200, { outcome: 'nothing' })(request, response);
    });
    await carrier.cancel({ key: 'a/../b?c#d' });
    expect(asked).toBe('/parcels/a%2F..%2Fb%3Fc%23d');
  });
});
