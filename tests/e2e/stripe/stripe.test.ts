import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  missing,
  SECRET_KEY,
  startLocalstripe,
  type Localstripe,
} from '../../../subgraphs/payments/test/stripe/localstripe.ts';
import { startStripeProxy, type StripeProxy } from '../../../subgraphs/payments/test/stripe/proxy.ts';
import { orderOver, waitingOrder } from '../after-the-click/orders.ts';
import { cancelOrder } from '../support/cancellations.ts';
import { logIn, type Client } from '../support/client.ts';
import { ADDRESS } from '../support/customers.ts';
import { mugs, placeOrder } from '../support/orders.ts';
import { startSystem, type System } from '../support/system.ts';

const WEBHOOK_SECRET = 'whsec_test';

(missing === undefined ? describe : describe.skip)(
  `orders that Stripe takes the money of ${missing ?? ''}`,
  () => {
    let localstripe: Localstripe;
    let proxy: StripeProxy;
    let system: System;
    let ada: Client;

    beforeAll(async () => {
      localstripe = await startLocalstripe();
      proxy = await startStripeProxy(localstripe.url);
      system = await startSystem({
        ...{ PAYMENT_PROVIDER: 'stripe', STRIPE_SECRET_KEY: SECRET_KEY, STRIPE_API_URL: proxy.url },
        ...{ WEBHOOKS: 'stripe=payments', STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET },
      });
      ada = await logIn(system.url, 'ada');
    });
    afterAll(async () => {
      await ada.close();
      await system.remove();
      await proxy.close();
      await localstripe.end();
    });

    /** Posts a webhook about an order's payment, as Stripe does; returns the status. */
    const post = async (order: string, { secret = WEBHOOK_SECRET, ageSeconds = 0 } = {}): Promise<number> => {
      const object = { object: 'payment_intent', metadata: { order } };
      const body = JSON.stringify({
        id: 'evt_1',
        object: 'event',
        type: 'payment_intent.succeeded',
        data: { object },
      });
      const at = Math.floor(Date.now() / 1000) - ageSeconds;
      const signature = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex');
      const headers = { 'content-type': 'application/json', 'stripe-signature': `t=${at},v1=${signature}` };
      return (await fetch(`${system.url}/webhooks/stripe`, { method: 'POST', headers, body })).status;
    };
    const paying = (token: string) => mugs({ payment: { token } });

    it('are placed and paid, and their money is given back when they are cancelled', async () => {
      const { order, saga } = await placeOrder(ada, paying('pm_card_visa'));
      expect([order?.status, order?.payment?.status, saga?.status]).toEqual([
        'CONFIRMED',
        'CAPTURED',
        'COMPLETED',
      ]);
      expect((await proxy.intentOf(order!.id)).status).toBe('succeeded');
      const cancelled = await cancelOrder(ada, order!.id);
      expect(cancelled.order?.payment).toEqual({
        status: 'REFUNDED',
        refunded: { amount: order!.total.amount },
      });
    });

    it('are undone where the card is declined', async () => {
      const { order } = await placeOrder(ada, paying('pm_card_chargeCustomerFail'));
      expect([order?.status, order?.payment]).toEqual([
        'CANCELLED',
        { status: 'DECLINED', declineCode: 'CARD_DECLINED' },
      ]);
    });

    it('leave nothing set aside where no carrier takes the parcel', async () => {
      const shippingAddress = { ...ADDRESS, postalCode: '00000' };
      const { order } = await placeOrder(ada, { ...paying('pm_card_visa'), shippingAddress });
      expect([order?.status, order?.payment?.status]).toEqual(['CANCELLED', 'VOIDED']);
      expect((await proxy.intentOf(order!.id)).status).toBe('canceled');
    });

    it('wait for the customer, and go on when Stripe tells', async () => {
      const { id } = await waitingOrder(ada, await proxy.card('4000002500003155'));
      await proxy.authenticate((await proxy.intentOf(id)).id, true);
      expect(await post(id)).toBe(204);
      expect(await post(id)).toBe(204);
      const order = await orderOver(ada, id);
      expect(order).toMatchObject({ status: 'CONFIRMED', payment: { status: 'CAPTURED' } });
    });

    it('believe nothing that is told: a forged message is refused, and a true one about nothing changes nothing', async () => {
      const { id } = await waitingOrder(ada, await proxy.card('4000002500003155'));
      expect(await post(id, { secret: 'whsec_forged' })).toBe(401);
      expect(await post(id, { ageSeconds: 301 })).toBe(401);
      expect(await post(id)).toBe(204);
      expect(await post('order-of-nobody')).toBe(204);
      expect((await proxy.intentOf(id)).status).toBe('requires_action');
      await proxy.authenticate((await proxy.intentOf(id)).id, false);
      expect(await post(id)).toBe(204);
      const order = await orderOver(ada, id);
      expect(order).toMatchObject({ status: 'CANCELLED', payment: { status: 'DECLINED' } });
    });

    it('cannot be played with: what the simulated provider does is asked of that only', async () => {
      const { order } = await placeOrder(ada, paying('pm_card_visa'));
      const answer = ada.ask(
        'mutation ($input: SimulatePaymentInput!) { simulatePayment(input: $input) { errors { __typename } } }',
        { input: { orderId: order!.id, outcome: 'CHARGED_BACK' } },
      );
      await expect(answer).rejects.toThrow('simulated');
    });
  },
);
