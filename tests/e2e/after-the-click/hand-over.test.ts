import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bookingsOf, chargesOf } from '../support/books.ts';
import { cancelOrder } from '../support/cancellations.ts';
import { logIn, type Client } from '../support/client.ts';
import { newCustomer } from '../support/customers.ts';
import { stockOf } from '../support/orders.ts';
import { startSystem, type System } from '../support/system.ts';
import { accepted, orderOver, type ParcelOrder } from './orders.ts';
import { expectCleanAudit } from './whole-life.ts';

const SHIPMENTS = 'query ($id: ID!) { order(id: $id) { shipments { id warehouse } } }';
const UPDATE =
  'mutation ($input: UpdateShipmentInput!) { updateShipment(input: $input) { errors { __typename } } }';

interface Ended {
  readonly gone: boolean;
  readonly order: ParcelOrder;
}

let system: System;
let admin: Client;
let customer: Client;

beforeAll(async () => {
  system = await startSystem();
  admin = await logIn(system.url, 'admin');
  customer = (await newCustomer(system.url)).client;
});
afterAll(async () => {
  await Promise.all([customer.close(), admin.close()]);
  await system.remove();
});

const place = async (lines: readonly object[]): Promise<string> => {
  const id = await accepted(customer, { lines });
  expect((await orderOver(customer, id)).status).toBe('CONFIRMED');
  return id;
};

const shipmentOf = async (orderId: string, warehouse: string): Promise<string> => {
  const { order } = await admin.ask<{ order: { shipments: readonly { id: string; warehouse: string }[] } }>(
    SHIPMENTS,
    { id: orderId },
  );
  return order.shipments.find((shipment) => shipment.warehouse === warehouse)!.id;
};

/**
 * Reports the hand-over of a parcel after so many queries have been answered; returns whether the report was accepted.
 */
async function handOver(orderId: string, shipmentId: string, questions: number): Promise<boolean> {
  for (let asked = 0; asked < questions; asked += 1) await admin.ask(SHIPMENTS, { id: orderId });
  const input = { shipmentId, status: 'HANDED_OVER' };
  const { updateShipment } = await admin.ask<{ updateShipment: { errors: readonly object[] } }>(UPDATE, {
    input,
  });
  return updateShipment.errors.length === 0;
}

/**
 * Cancels an order while one of its parcels is handed over; returns whether that report was accepted, and the order
 * afterwards.
 */
async function race(orderId: string, warehouse: string, questions = 0): Promise<Ended> {
  const shipmentId = await shipmentOf(orderId, warehouse);
  const [gone] = await Promise.all([
    handOver(orderId, shipmentId, questions),
    cancelOrder(customer, orderId),
  ]);
  return { gone, order: await orderOver(customer, orderId) };
}

/**
 * Checks that either the parcel left and the order is as before, or the order is cancelled and keeps neither parcels
 * nor money.
 */
async function expectOneWinner({ gone, order }: Ended): Promise<void> {
  const going = order.shipments.filter(({ status }) => status !== 'CANCELLED');
  const booked = (await bookingsOf(admin, order.id)).filter(({ status }) => status === 'BOOKED');
  const [charge] = await chargesOf(admin, order.id);
  if (!gone) {
    expect(order.status).toBe('CANCELLED');
    expect([going, booked]).toEqual([[], []]);
    expect(charge).toMatchObject({ status: 'REFUNDED', refunded: charge!.amount! });
    return;
  }
  const warehouses = new Set(order.reservation?.lines.map(({ warehouse }) => warehouse));
  expect(order.status).toBe('CONFIRMED');
  expect(going.map(({ warehouse }) => warehouse).sort()).toEqual([...warehouses].sort());
  expect(going.filter(({ status }) => status === 'HANDED_OVER')).toHaveLength(1);
  expect(booked).toHaveLength(warehouses.size);
  expect(charge).toMatchObject({ status: 'CAPTURED', refunded: { amount: 0 } });
}

describe('a parcel whose hand-over is reported while it is asked back', () => {
  it('goes, or is taken back, and never both', async () => {
    const ids = await Promise.all(Array.from({ length: 8 }, () => place([{ sku: 'MUG-BLUE', quantity: 1 }])));
    const ended: Ended[] = [];
    // One after the other: the later the report, the further the cancellation has come.
    for (const [questions, id] of ids.entries()) ended.push(await race(id, 'EAST', questions));
    for (const each of ended) await expectOneWinner(each);
  });

  it('leaves an order over two warehouses as it was where it goes, the other parcel booked again', async () => {
    const { available } = await stockOf(admin, 'KEYBOARD-87');
    for (const questions of [2, 1, 0]) {
      const ended = await race(await place([{ sku: 'KEYBOARD-87', quantity: 61 }]), 'WEST', questions);
      await expectOneWinner(ended);
      if (!ended.gone) continue;
      expect((await stockOf(admin, 'KEYBOARD-87')).available).toBe(available - 61);
      break;
    }
  });

  it('stands up to the auditor', async () => {
    await expectCleanAudit(system);
  });
});
