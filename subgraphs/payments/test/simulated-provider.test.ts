import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ProviderUnavailable } from '@counterstep/service-kit';
import { openDocumentStore, type DocumentStore } from '@counterstep/document-store';
import { createManualClock, createServiceKit, type ServiceKit } from '@counterstep/service-kit/testing';
import { createSimulatedProvider, type SimulatedProvider } from '../src/provider/simulated-provider.ts';
import { usd } from './fixture.ts';

const charge = (token = 'tok_visa', key = 'key-1') => ({
  key,
  amount: usd(100),
  token,
  reference: 'order-1',
});

describe('the simulated payment provider', () => {
  const clock = createManualClock();
  let kit: ServiceKit;
  let store: DocumentStore;
  let provider: SimulatedProvider;
  const open = async (failureRate = 0, draws: number[] = []): Promise<void> => {
    store = await openDocumentStore({ service: 'payment_provider', ...kit.config });
    const random = () => draws.shift() ?? 0;
    provider = createSimulatedProvider({ store, clock, failureRate, random });
  };
  const statuses = async () => (await provider.charges({})).nodes.map(({ status }) => status);

  const cancel = () => provider.cancel({ key: 'key-1', amount: usd(100), reference: 'order-1' });

  beforeEach(async () => {
    kit = await createServiceKit();
    await open();
  });
  afterEach(async () => {
    await store.close();
    await kit.remove();
  });

  it('charges once under a key, and gives the first answer again', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => provider.charge(charge())));
    clock.advance(1000);
    for (const answer of answers) expect(await provider.charge(charge())).toEqual(answer);
    expect(answers[0]).toMatchObject({ outcome: 'captured', method: 'visa' });
    expect(await statuses()).toEqual(['CAPTURED']);
  });

  it('refuses a key that was used for another amount or token', async () => {
    await provider.charge(charge());
    await expect(provider.charge({ ...charge(), amount: usd(1) })).rejects.toThrow('another amount or token');
    await expect(provider.charge(charge('tok_declined'))).rejects.toThrow('another amount or token');
  });

  it('refunds a charge in full, with the same answer every time, and charges it never again', async () => {
    const captured = await provider.charge(charge());
    const refunded = await cancel();
    expect(refunded).toMatchObject({ outcome: 'refunded', amount: usd(100), charge: captured });
    clock.advance(1000);
    expect(await cancel()).toEqual(refunded);
    expect(await provider.charge(charge())).toEqual({ outcome: 'cancelled' });
    expect(await statuses()).toEqual(['REFUNDED']);
  });

  it('refuses a charge that arrives after its cancellation', async () => {
    expect(await cancel()).toEqual({ outcome: 'nothing' });
    expect(await provider.charge(charge())).toEqual({ outcome: 'cancelled' });
    expect(await cancel()).toEqual({ outcome: 'nothing' });
    expect(await statuses()).toEqual(['CANCELLED']);
  });

  it('has nothing to give back of a declined charge', async () => {
    const declined = await provider.charge(charge('tok_declined'));
    expect(await cancel()).toEqual({ outcome: 'nothing' });
    expect(await provider.charge(charge('tok_declined'))).toEqual(declined);
  });

  it('counts the failures of the flaky token per key, also over a restart', async () => {
    await expect(provider.charge(charge('tok_flaky'))).rejects.toThrow(ProviderUnavailable);
    await store.close();
    await open();
    await expect(provider.charge(charge('tok_flaky'))).rejects.toThrow(ProviderUnavailable);
    expect(await provider.charge(charge('tok_flaky'))).toMatchObject({ outcome: 'captured' });
    await expect(provider.charge(charge('tok_flaky', 'key-2'))).rejects.toThrow(ProviderUnavailable);
  });

  it('fails as often as its failure rate says, before or after the money is taken', async () => {
    await store.close();
    await open(0.3, [0.29, 0.4, 0.29, 0.6, 0.3, 0.3]);
    await expect(provider.charge(charge())).rejects.toThrow(ProviderUnavailable);
    expect(await statuses()).toEqual([]);
    await expect(provider.charge(charge())).rejects.toThrow(ProviderUnavailable);
    expect(await statuses()).toEqual(['CAPTURED']);
    expect(await provider.charge(charge())).toMatchObject({ outcome: 'captured' });
  });

  it('settles what it processes by itself after a while', async () => {
    expect(await provider.authorize(charge('tok_async'))).toMatchObject({ outcome: 'processing' });
    clock.advance(19_999);
    expect(await provider.authorize(charge('tok_async'))).toMatchObject({ outcome: 'processing' });
    clock.advance(1);
    expect((await provider.look({ key: 'key-1' })).charge).toMatchObject({ outcome: 'authorized' });
    expect(await provider.simulate('key-1', 'SETTLEMENT_FAILED')).toBe(false);
    expect(await provider.simulate('key-1', 'SETTLED')).toBe(true);
    expect(await provider.authorize(charge('tok_async'))).toMatchObject({ outcome: 'authorized' });
  });

  it('takes what it has set aside once, or less of it, and lets the rest go', async () => {
    await provider.authorize(charge());
    const captured = await provider.capture({ key: 'key-1', amount: usd(60) });
    expect(captured).toMatchObject({ outcome: 'captured' });
    expect(await provider.capture({ key: 'key-1', amount: usd(60) })).toEqual(captured);
    await expect(provider.capture({ key: 'key-1', amount: usd(61) })).rejects.toThrow('Another amount');
    expect(await cancel()).toMatchObject({ outcome: 'refunded', amount: usd(60) });
  });

  it('refuses to take more than it has set aside, and what it has not', async () => {
    const refused = { outcome: 'refused' };
    expect(await provider.capture({ key: 'key-1', amount: usd(1) })).toMatchObject(refused);
    await provider.authorize(charge());
    expect(await provider.capture({ key: 'key-1', amount: usd(101) })).toMatchObject(refused);
  });
});
