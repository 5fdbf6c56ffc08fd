import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cancelOrder } from '../support/cancellations.ts';
import { logIn, type Client } from '../support/client.ts';
import { ADDRESS } from '../support/customers.ts';
import { eventually } from '../support/eventually.ts';
import { mugs, placeOrder } from '../support/orders.ts';
import { startSystem, type System } from '../support/system.ts';

interface StubOptions {
  readonly token: string;
  webhookUrl?: string;
  webhookSecret: string;
}
interface Stub {
  startCarrierStub(options: StubOptions): Promise<Server>;
  signedHeaders(secret: string, body: string, message?: { id?: string; at?: number }): Record<string, string>;
}

const secretOf = (text: string): string => `whsec_${Buffer.from(text.padEnd(32)).toString('base64')}`;
const SECRET = secretOf('a secret of a test');

interface Followed {
  readonly fulfilment: string;
  readonly shipment: {
    readonly trackingNumber: string;
    readonly status: string;
    readonly events: readonly { readonly status: string; readonly location: string | null }[];
  };
  readonly notifications: readonly { readonly type: string }[];
}

describe('orders that a carrier over HTTP takes', () => {
  let server: Server;
  let system: System;
  let ada: Client;
  let stub: Stub;
  let stubUrl: string;
  const options: StubOptions = { token: 'secret', webhookSecret: SECRET };

  beforeAll(async () => {
    stub = (await import(new URL('../../../scripts/carrier-stub.mjs', import.meta.url).href)) as Stub;
    server = await stub.startCarrierStub(options);
    stubUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    system = await startSystem({
      ...{ CARRIER_URL: stubUrl, CARRIER_TOKEN: 'secret', CARRIER_NAME: 'Stub' },
      ...{ CARRIER_WEBHOOK_SECRET: SECRET, WEBHOOKS: 'carrier=shipping' },
    });
    options.webhookUrl = `${system.url}/webhooks/carrier`;
    ada = await logIn(system.url, 'ada');
  });
  afterAll(async () => {
    await ada.close();
    await system.remove();
    server.closeAllConnections();
    server.close();
  });

  it('are booked with it, and withdrawn from it when they are cancelled', async () => {
    const { order } = await placeOrder(ada, mugs());
    expect([order?.status, order?.shipment?.status]).toEqual(['CONFIRMED', 'SCHEDULED']);
    expect(order?.shipment?.trackingNumber).toMatch(/^STUB\d{8}$/);
    const cancelled = await cancelOrder(ada, order!.id);
    expect([cancelled.order?.status, cancelled.order?.shipment?.status]).toEqual(['CANCELLED', 'CANCELLED']);
  });

  const follow = async (id: string): Promise<Followed> => {
    const query = `query ($id: ID!) { order(id: $id) { fulfilment notifications { type }
      shipment { trackingNumber status events { status location } } } }`;
    return (await ada.ask<{ order: Followed }>(query, { id })).order;
  };
  /** Makes the carrier send a report; returns the shop's status and message. */
  const report = async (body: object): Promise<{ status: number; message: string }> => {
    const headers = { authorization: 'Bearer secret' };
    const answer = await fetch(`${stubUrl}/reports`, { method: 'POST', headers, body: JSON.stringify(body) });
    return (await answer.json()) as { status: number; message: string };
  };

  it('are followed by its signed reports, each of which counts once and never takes a parcel back', async () => {
    const { order } = await placeOrder(ada, mugs());
    const { trackingNumber } = (await follow(order!.id)).shipment;
    const taken = { trackingNumber, status: 'HANDED_OVER', location: 'Springfield', messageId: 'msg_1' };
    expect((await report(taken)).status).toBe(204);
    expect((await report(taken)).status).toBe(204);
    const shipped = await eventually(
      () => follow(order!.id),
      ({ fulfilment, notifications }) =>
        fulfilment === 'SHIPPED' && notifications.some(({ type }) => type === 'ORDER_SHIPPED'),
    );
    expect(shipped.shipment.events.slice(1)).toEqual([{ status: 'HANDED_OVER', location: 'Springfield' }]);

    expect((await report({ trackingNumber, status: 'DELIVERED' })).status).toBe(204);
    expect((await report({ trackingNumber, status: 'IN_TRANSIT' })).status).toBe(422);
    await eventually(
      () => follow(order!.id),
      ({ fulfilment }) => fulfilment === 'DELIVERED',
    );
    expect((await follow(order!.id)).shipment.events).toHaveLength(3);
  });

  it('hear no report that is forged, too old, about nothing, or none at all', async () => {
    const { order } = await placeOrder(ada, mugs());
    const { trackingNumber } = (await follow(order!.id)).shipment;
    options.webhookSecret = secretOf('another secret');
    expect((await report({ trackingNumber, status: 'HANDED_OVER' })).status).toBe(401);
    options.webhookSecret = SECRET;
    expect(await report({ trackingNumber, status: 'CANCELLED' })).toMatchObject({
      status: 422,
      message: expect.stringContaining('status') as unknown,
    });
    expect((await report({ trackingNumber, status: 'HANDED_OVER', note: 'x\u202ey' })).status).toBe(422);

    const post = async (body: string, message = {}): Promise<number> => {
      const headers = stub.signedHeaders(SECRET, body, message);
      return (await fetch(options.webhookUrl!, { method: 'POST', headers, body })).status;
    };
    const unknown = JSON.stringify({ key: 'nobody', status: 'HANDED_OVER' });
    expect(await post(unknown)).toBe(404);
    expect(await post(unknown, { at: Date.now() - 400_000 })).toBe(401);
    expect(await post(unknown, { at: Date.now() + 400_000 })).toBe(401);
    expect(await post('{')).toBe(422);
    expect((await follow(order!.id)).shipment).toMatchObject({ status: 'SCHEDULED', events: [{}] });
  });

  it('are undone where it does not go', async () => {
    const shippingAddress = { ...ADDRESS, postalCode: '00000' };
    const { order, saga } = await placeOrder(ada, mugs({ shippingAddress }));
    expect([order?.status, order?.payment?.status, saga?.status]).toEqual([
      'CANCELLED',
      'VOIDED',
      'COMPENSATED',
    ]);
  });
});
