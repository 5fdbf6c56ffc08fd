import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ProviderUnavailable } from '@counterstep/service-kit';
import type { ChargeRequest, PaymentProvider } from '../../src/provider/payment-provider.ts';
import { createStripeProvider } from '../../src/provider/stripe/stripe-provider.ts';
import { usd } from '../fixture.ts';
import { missing, SECRET_KEY, startLocalstripe, type Localstripe } from './localstripe.ts';
import { startStripeProxy, type StripeProxy } from './proxy.ts';

(missing === undefined ? describe : describe.skip)(`Stripe where it fails ${missing ?? ''}`, () => {
  let localstripe: Localstripe;
  let proxy: StripeProxy;
  let stripe: PaymentProvider;

  beforeAll(async () => {
    localstripe = await startLocalstripe();
    proxy = await startStripeProxy(localstripe.url);
    const returnUrl = 'https://shop.example/return';
    stripe = createStripeProvider({ secretKey: SECRET_KEY, apiUrl: proxy.url, returnUrl });
  });
  afterAll(async () => {
    await proxy.close();
    await localstripe.end();
  });

  const request = (token = 'pm_card_visa'): ChargeRequest => {
    const id = randomUUID();
    return { key: `key-${id}`, reference: `order-${id}`, amount: usd(1_000), token };
  };
  const authorized = async () => {
    const asked = request();
    const answer = await stripe.authorize(asked);
    if (answer.outcome !== 'authorized') throw new Error(answer.outcome);
    return { asked, named: { key: asked.key, chargeId: answer.chargeId } };
  };
  const captured = async () => {
    const { asked, named } = await authorized();
    await stripe.capture({ ...named, amount: asked.amount });
    return { asked, named };
  };

  it.each(['POST payment_intents', 'GET payment_intent', 'POST confirm'])(
    'sets money aside once where the reply of %s is lost',
    async (kind) => {
      const asked = request();
      const before = [proxy.count('POST payment_intents'), proxy.count('POST confirm')];
      proxy.loseReply(kind);
      await expect(stripe.authorize(asked)).rejects.toThrow(ProviderUnavailable);
      expect(await stripe.authorize(asked)).toMatchObject({ outcome: 'authorized' });
      const after = [proxy.count('POST payment_intents'), proxy.count('POST confirm')];
      expect(after).toEqual(before.map((count) => count + 1));
    },
  );

  it.each(['POST payment_intents', 'POST confirm'])(
    'leaves nothing set aside where the reply of %s is lost and the payment is given up',
    async (kind) => {
      const asked = request();
      proxy.loseReply(kind);
      await expect(stripe.authorize(asked)).rejects.toThrow(ProviderUnavailable);
      const { key, amount, reference } = asked;
      await stripe.cancel({ key, amount, reference });
      expect((await proxy.intentOf(reference)).status).toBe('canceled');
      expect(await stripe.authorize(asked)).toEqual({ outcome: 'cancelled' });
    },
  );

  it('takes the money once where the reply of the capture is lost', async () => {
    const { asked, named } = await authorized();
    proxy.loseReply('POST capture');
    const capture = () => stripe.capture({ ...named, amount: usd(600) });
    await expect(capture()).rejects.toThrow(ProviderUnavailable);
    expect(await capture()).toMatchObject({ outcome: 'captured' });
    const { key, amount, reference } = asked;
    const rest = await stripe.cancel({ key, amount, reference, chargeId: named.chargeId });
    expect(rest).toMatchObject({ outcome: 'refunded', amount: usd(600) });
  });

  it('leaves nothing set aside where the money of a charge cannot be taken, and says so again', async () => {
    const asked = request();
    proxy.failNext('POST capture', 402);
    const declined = { outcome: 'declined', declineCode: 'CAPTURE_DECLINED' };
    expect(await stripe.charge(asked)).toEqual(declined);
    expect((await proxy.intentOf(asked.reference)).status).toBe('canceled');
    expect(await stripe.charge(asked)).toEqual(declined);
  });

  it('gives a part back once where the reply is lost, also after Stripe has forgotten the key', async () => {
    const { asked, named } = await captured();
    const refund = () => stripe.refund({ ...named, refundKey: `${asked.key}:part`, amount: usd(400) });
    proxy.loseReply('POST refunds');
    await expect(refund()).rejects.toThrow(ProviderUnavailable);
    proxy.forgetKeys();
    expect(await refund()).toMatchObject({ outcome: 'refunded' });
    const { key, amount, reference } = asked;
    const rest = await stripe.cancel({ key, amount, reference, chargeId: named.chargeId });
    expect(rest).toMatchObject({ outcome: 'refunded', amount: usd(600) });
  });

  it.each([
    [429, 'POST payment_intents'],
    [500, 'POST confirm'],
    [401, 'GET payment_intent'],
    [409, 'POST payment_intents'],
  ])('knows nothing after status %i of %s, and declines nobody for it', async (status, kind) => {
    const asked = request();
    proxy.failNext(kind, status);
    await expect(stripe.authorize(asked)).rejects.toThrow(ProviderUnavailable);
  });

  it('tells of refunds that have failed since, and gives the money back again under the same key', async () => {
    const { asked, named } = await captured();
    const refund = () => stripe.refund({ ...named, refundKey: `${asked.key}:part`, amount: usd(400) });
    const first = await refund();
    if (first.outcome !== 'refunded') throw new Error(first.outcome);
    proxy.failRefund(first.refundId);
    const failed = { refundId: first.refundId, failure: 'EXPIRED_OR_CANCELED_CARD' };
    expect((await stripe.look(named)).failedRefunds).toMatchObject([failed]);
    const second = await refund();
    expect(second).toMatchObject({ outcome: 'refunded' });
    expect(second).not.toMatchObject({ refundId: first.refundId });
  });

  it('tells of a chargeback once the dispute is lost', async () => {
    const { named } = await captured();
    expect((await stripe.look(named)).chargeback).toBeUndefined();
    proxy.dispute(named.chargeId, 1_000, 'needs_response');
    expect((await stripe.look(named)).chargeback).toBeUndefined();
    proxy.dispute(named.chargeId, 1_000, 'lost');
    expect((await stripe.look(named)).chargeback).toMatchObject({ amount: usd(1_000) });
  });

  it('declines a method that Stripe does not know', async () => {
    const declined = { outcome: 'declined', declineCode: expect.any(String) };
    expect(await stripe.authorize(request('pm_unknown'))).toMatchObject(declined);
  });

  it('knows nothing where nobody answers', async () => {
    const away = createStripeProvider({
      ...{ secretKey: SECRET_KEY, apiUrl: 'http://127.0.0.1:1', returnUrl: 'https://shop.example/return' },
    });
    await expect(away.authorize(request())).rejects.toThrow(ProviderUnavailable);
  });
});
