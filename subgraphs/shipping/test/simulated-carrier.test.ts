import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ProviderUnavailable } from '@counterstep/service-kit';
import { openDocumentStore, type DocumentStore } from '@counterstep/document-store';
import { createManualClock, createServiceKit, type ServiceKit } from '@counterstep/service-kit/testing';
import { createSimulatedCarrier, type SimulatedCarrier } from '../src/carrier/simulated-carrier.ts';
import { addressIn } from './fixture.ts';

const parcel = (postalCode = '12345', key = 'key-1') => ({
  key,
  address: addressIn(postalCode),
  lines: [{ sku: 'MUG-BLUE', quantity: 1 }],
  reference: 'order-1',
});

describe('the simulated carrier', () => {
  const clock = createManualClock();
  let kit: ServiceKit;
  let store: DocumentStore;
  let carrier: SimulatedCarrier;
  const open = async (failureRate = 0, draws: number[] = []): Promise<void> => {
    store = await openDocumentStore({ service: 'carrier', ...kit.config });
    carrier = createSimulatedCarrier({ store, clock, failureRate, random: () => draws.shift() ?? 0 });
  };
  const statuses = async () => (await carrier.bookings({})).nodes.map(({ status }) => status);

  beforeEach(async () => {
    kit = await createServiceKit();
    await open();
  });
  afterEach(async () => {
    await store.close();
    await kit.remove();
  });

  it('books once under a key, and gives the first answer again, also after a restart', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => carrier.book(parcel())));
    await store.close();
    await open();
    clock.advance(1000);
    for (const answer of answers) expect(await carrier.book(parcel())).toEqual(answer);
    expect(answers[0]).toMatchObject({ outcome: 'booked', estimatedDelivery: '2026-03-04T09:00:00.000Z' });
    expect(await statuses()).toEqual(['BOOKED']);
  });

  it('refuses a key that was used for another parcel', async () => {
    await carrier.book(parcel());
    await expect(carrier.book(parcel('54321'))).rejects.toThrow('another parcel');
  });

  it('cancels a booking for ever', async () => {
    await carrier.book(parcel());
    for (const _ of [1, 2]) expect(await carrier.cancel({ key: 'key-1' })).toEqual({ outcome: 'cancelled' });
    expect(await carrier.book(parcel())).toEqual({ outcome: 'cancelled' });
    expect(await statuses()).toEqual(['CANCELLED']);
  });

  it('refuses a booking that arrives after its cancellation', async () => {
    for (const _ of [1, 2]) expect(await carrier.cancel({ key: 'key-1' })).toEqual({ outcome: 'nothing' });
    expect(await carrier.book(parcel())).toEqual({ outcome: 'cancelled' });
  });

  it('does not serve 00000, and never answers for 99999', async () => {
    expect(await carrier.book(parcel('00000'))).toEqual({ outcome: 'not-served' });
    await expect(carrier.book(parcel('99999', 'key-2'))).rejects.toThrow(ProviderUnavailable);
    expect(await carrier.cancel({ key: 'key-1' })).toEqual({ outcome: 'nothing' });
    expect(await carrier.cancel({ key: 'key-2' })).toEqual({ outcome: 'nothing' });
  });

  it('fails as often as its failure rate says, before or after the booking is written down', async () => {
    await store.close();
    await open(0.3, [0.29, 0.4, 0.29, 0.6, 0.3]);
    await expect(carrier.book(parcel())).rejects.toThrow(ProviderUnavailable);
    expect(await statuses()).toEqual([]);
    await expect(carrier.book(parcel())).rejects.toThrow(ProviderUnavailable);
    expect(await statuses()).toEqual(['BOOKED']);
    expect(await carrier.book(parcel())).toMatchObject({ outcome: 'booked' });
  });
});
