import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ada, stepInput } from '@counterstep/service-kit/testing';
import { cleanUp, startNotifications, type NotificationsKit } from './kit.ts';

const SEND = `mutation ($step: StepInput!, $input: SendOrderNewsInput!) {
  sendOrderNews(step: $step, input: $input) { rejection { code } } }`;

const news = (type: string, changes: object = {}) => ({
  ...{ orderId: 'order-1', customerId: ada.id, email: ada.email, name: ada.name, type },
  ...{ number: '2603-K7M3-Q9XD', lines: [{ sku: 'MUG-BLUE', quantity: 2 }] },
  ...changes,
});

describe('news of an order', () => {
  let service: NotificationsKit;

  beforeEach(async () => {
    service = await startNotifications();
  });
  afterEach(cleanUp);

  const send = (input: object, step = stepInput('sendShipped')) =>
    service.ask(SEND, { step, input }, { service: 'coordinator' });

  it('say what a parcel holds and how to follow it', async () => {
    await send(news('ORDER_SHIPPED', { trackingNumber: 'CS123' }));
    const [mail] = await service.kept();
    expect(mail!.subject).toBe('A parcel of your order 2603-K7M3-Q9XD is on its way');
    expect(mail!.text).toBe(`Hello Ada,

a parcel of your order 2603-K7M3-Q9XD was handed over to the carrier.

  2 x MUG-BLUE

The tracking number is CS123.

The reference of the order is order-1.

Counterstep
`);
  });

  it.each([
    ['ORDER_DELIVERED', 'A parcel of your order 2603-K7M3-Q9XD has arrived', undefined],
    ['PAYMENT_ACTION_NEEDED', 'Please confirm the payment of your order 2603-K7M3-Q9XD', 'The amount is'],
    ['LINES_CANCELLED', 'A part of your order 2603-K7M3-Q9XD is cancelled', 'We give back to you'],
    ['RETURN_ACCEPTED', 'What you sent back has arrived: return 2603-K7M3-Q9XD', 'We give back to you'],
    ['RETURN_CLOSED', 'Your return is closed: return 2603-K7M3-Q9XD', undefined],
  ])('are of type %s, and tell of money where it is about money', async (type, subject, ofMoney) => {
    const amount = { amount: 2800, currency: 'USD' };
    expect((await send(news(type, { amount, message: 'One\nline.' }))).errors).toBeUndefined();
    const [mail] = await service.kept();
    expect(mail!.subject).toBe(subject);
    expect(mail!.text).toContain('\nOne line.\n');
    expect(mail!.text.includes('28.00 USD')).toBe(ofMoney !== undefined);
    if (ofMoney !== undefined) expect(mail!.text).toContain(`${ofMoney} 28.00 USD.`);
    const [[shown]] = (await service.about(['order-1'], { viewer: ada })) as [[Record<string, unknown>]];
    expect(shown).toMatchObject({ type, channel: 'EMAIL', status: 'SENT' });
  });

  it('are kept once for all attempts of a step', async () => {
    const step = stepInput('sendDelivered');
    for (const _ of [1, 2]) await send(news('ORDER_DELIVERED'), step);
    expect(await service.kept()).toHaveLength(1);
  });
});
