import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cancelOrder } from '../support/cancellations.ts';
import { logIn, type Client } from '../support/client.ts';
import { ADDRESS } from '../support/customers.ts';
import { mugs, placeOrder } from '../support/orders.ts';
import { startSystem, type System } from '../support/system.ts';

interface Stub {
  startCarrierStub(options: { readonly token: string }): Promise<Server>;
}

describe('orders that a carrier over HTTP takes', () => {
  let server: Server;
  let system: System;
  let ada: Client;

  beforeAll(async () => {
    const stub = (await import(new URL('../../../scripts/carrier-stub.mjs', import.meta.url).href)) as Stub;
    server = await stub.startCarrierStub({ token: 'secret' });
    const CARRIER_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    system = await startSystem({ CARRIER_URL, CARRIER_TOKEN: 'secret', CARRIER_NAME: 'Stub' });
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
