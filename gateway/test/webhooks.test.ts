import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { MAX_WEBHOOK_BYTES, type Service, type WebhookDelivery } from '@counterstep/service-kit/server';
import { ada } from '@counterstep/service-kit/testing';
import { ask, createLibraryKit, type LibraryKit } from './kit.ts';

const BYTES = Buffer.from([0, 255, 13, 10, 195, 40]);

describe('a webhook', () => {
  let kit: LibraryKit;
  let gateway: Service;
  const taken: WebhookDelivery[] = [];

  beforeAll(async () => {
    kit = await createLibraryKit();
    kit.library.webhook = (delivery) => {
      taken.push(delivery);
      return Promise.resolve({ status: 204 });
    };
    gateway = await kit.gateway({ webhooks: { press: 'books', gone: 'reviews' } });
  });
  afterEach(() => {
    taken.length = 0;
  });
  afterAll(() => kit.end());

  const post = (name: string, init: RequestInit = {}, to: Service = gateway): Promise<Response> =>
    fetch(`${to.url}/webhooks/${name}`, { method: 'POST', body: BYTES, ...init });

  it('reaches its subgraph byte for byte, with the headers that may sign it', async () => {
    const headers = { 'content-type': 'application/json', 'press-signature': 't=1,v1=ab' };
    const { status } = await post('press', { headers });
    expect(status).toBe(204);
    expect(taken).toHaveLength(1);
    expect(taken[0]!.body.equals(BYTES)).toBe(true);
    expect(taken[0]!.headers).toMatchObject(headers);
  });

  it('brings nothing that the subgraph could take for the gateway’s own or a customer’s', async () => {
    const session = await kit.session(ada);
    const headers = {
      ...{ authorization: session, cookie: 'a=b', traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` },
      ...{ 'x-client-address': '6.6.6.6', 'x-correlation-id': 'of-the-sender', 'x-forwarded-for': '6.6.6.6' },
    };
    expect((await post('press', { headers })).status).toBe(204);
    const { authorization, ...others } = taken[0]!.headers;
    expect(authorization).not.toBe(session);
    expect(others).not.toHaveProperty('cookie');
    expect(others).not.toHaveProperty('traceparent');
    expect(others).not.toHaveProperty('x-forwarded-for');
    expect(others['x-client-address']).toBe('127.0.0.1');
  });

  it('may have no body at all', async () => {
    expect((await post('press', { body: null })).status).toBe(204);
    expect(taken[0]!.body).toHaveLength(0);
  });

  it('is refused where nothing takes it, is too large, or is not posted', async () => {
    expect((await post('nobody')).status).toBe(404);
    expect((await post('gone')).status).toBe(204);
    expect((await post('press', { body: Buffer.alloc(MAX_WEBHOOK_BYTES) })).status).toBe(204);
    expect((await post('press', { body: Buffer.alloc(MAX_WEBHOOK_BYTES + 1) })).status).toBe(413);
    const got = await fetch(`${gateway.url}/webhooks/press`);
    expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('is refused as its subgraph refuses it, and refusals count against the sender’s address', async () => {
    const strict = await kit.gateway({
      webhooks: { press: 'books' },
      limits: { ...kit.config.limits, operationsPerMinute: 3 },
    });
    const before = kit.library.webhook;
    kit.library.webhook = () => Promise.resolve({ status: 401, message: 'The signature is wrong.' });
    const refused = await post('press', {}, strict);
    expect([refused.status, await refused.text()]).toEqual([401, 'The signature is wrong.']);
    const others = [
      await post('press', {}, strict),
      await post('press', {}, strict),
      await post('press', {}, strict),
    ];
    expect(others.map(({ status }) => status)).toEqual([401, 401, 429]);
    expect(Number(others[2]!.headers.get('retry-after'))).toBeGreaterThan(0);
    kit.library.webhook = before;
  });

  it('is to be sent again where the subgraph fails, or is not there', async () => {
    const before = kit.library.webhook;
    kit.library.webhook = () => Promise.reject(new Error('the database is away'));
    const failed = await post('press');
    expect([failed.status, failed.headers.get('retry-after')]).toEqual([503, '10']);
    kit.library.webhook = before;
    await kit.stop('books');
    expect((await post('press')).status).toBe(503);
    await kit.start('books');
    expect((await post('press')).status).toBe(204);
  });

  it('is taken by a subgraph from the gateway only', async () => {
    const { subgraphUrls } = kit.config;
    const direct = await fetch(new URL('/webhook', subgraphUrls['books']), { method: 'POST', body: BYTES });
    expect(direct.status).toBe(401);
    expect(taken).toHaveLength(0);
  });

  it('of a sender that goes away in the middle of it disturbs nobody', async () => {
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write('POST /webhooks/press HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf');
    socket.resetAndDestroy();
    expect(await ask(gateway, '{ book(id: "1") { title } }')).toMatchObject({ status: 200 });
    expect(taken).toHaveLength(0);
  });

  it('cannot be configured to go to what is no subgraph', async () => {
    await expect(kit.gateway({ webhooks: { press: 'printers' } })).rejects.toThrow(
      'WEBHOOKS sends press to printers, which is no subgraph.',
    );
  });
});
