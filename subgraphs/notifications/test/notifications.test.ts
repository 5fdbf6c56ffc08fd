import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ada, admin, grace } from '@counterstep/service-kit/testing';
import {
  cancellation,
  cleanUp,
  confirmation,
  startNotifications,
  step,
  type NotificationsKit,
} from './kit.ts';

const NOTIFICATIONS = `query ($first: Int, $after: String) { notifications(first: $first, after: $after) {
  nodes { id type subject } totalCount pageInfo { hasNextPage endCursor } } }`;

describe('notifications', () => {
  let service: NotificationsKit;

  beforeEach(async () => {
    service = await startNotifications();
  });
  afterEach(cleanUp);

  it('keeps an order confirmation in the mailbox where no mail server is configured', async () => {
    expect(await service.confirm(step(), confirmation('order-1'))).toBe('sent');
    const [mail] = await service.kept();
    expect(mail).toMatchObject({ to: 'ada@example.com', subject: 'Your order 2603-K7M3-Q9XD is confirmed' });
    expect(mail!.text).toBe(`Hello Ada,

thank you: your order 2603-K7M3-Q9XD is confirmed and will soon be on its way.

  2 x Blue mug                28.00 USD
  1 x Keyboard with 87 keys  129.00 USD
  Total                      157.00 USD

You can follow the parcel with the tracking number CS123456789US.

Counterstep
`);
  });

  it('keeps a cancellation that says why', async () => {
    expect(await service.cancel(step(), cancellation('order-1'))).toBe('sent');
    const [mail] = await service.kept();
    expect(mail!.subject).toBe('Your order is cancelled');
    expect(mail!.text).toBe(`Hello Ada,

your order is cancelled: The card was declined.

Nothing of it remains: no goods are held for it, and what was paid is given back.

The reference of the order is order-1.

Counterstep
`);
  });

  it('keeps what it would send to nobody, for want of a verified address', async () => {
    await service.confirm(step(), confirmation('order-1', { email: null }));
    const [mail] = await service.kept();
    expect([mail!.to, mail!.subject]).toEqual([undefined, 'Your order 2603-K7M3-Q9XD is confirmed']);
    expect(await service.about(['order-1'], { viewer: ada })).toMatchObject([[{ status: 'SENT' }]]);
  });

  it('writes names on one line, and nothing of a parcel without a tracking number', async () => {
    const input = confirmation('order-1', { name: 'Ada\n\nYou won!', trackingNumber: null });
    await service.confirm(step(), input);
    const [mail] = await service.kept();
    expect(mail!.text).toContain('Hello Ada You won!,\n');
    expect(mail!.text).not.toContain('parcel');
  });

  it('keeps one e-mail for all attempts of a step, one after the other or at once', async () => {
    const attempt = step();
    const repeated = Array.from(Array(5).keys(), () => service.confirm(attempt, confirmation('order-1')));
    expect(await Promise.all(repeated)).toEqual(Array(5).fill('sent'));
    expect(await service.confirm(attempt, confirmation('order-1'))).toBe('sent');
    expect(await service.kept()).toHaveLength(1);
    expect((await service.about(['order-1'], { viewer: ada }))[0]).toHaveLength(1);
    expect(await service.confirm(step(), confirmation('order-1'))).toBe('sent');
    expect(await service.kept()).toHaveLength(2);
  });

  it('shows the notifications of an order, oldest first, to its owner and to ADMIN only', async () => {
    await service.confirm(step(), confirmation('order-1'));
    service.clock.advance(60_000);
    await service.cancel(step(), cancellation('order-1'));
    const [seen] = await service.about(['order-1'], { viewer: ada });
    expect(seen).toMatchObject([
      { type: 'ORDER_CONFIRMED', channel: 'EMAIL', status: 'SENT', sentAt: '2026-03-01T09:00:00.000Z' },
      { type: 'ORDER_CANCELLED', channel: 'EMAIL', status: 'SENT', sentAt: '2026-03-01T09:01:00.000Z' },
    ]);
    expect(await service.about(['order-1'], { viewer: admin })).toEqual([seen]);
    expect(await service.about(['order-1'], { viewer: grace })).toEqual([[]]);
    expect(await service.about(['order-1'])).toEqual([[]]);
  });

  it('reads the notifications of a hundred orders at once', async () => {
    const orderIds = Array.from(Array(100).keys(), (n) => `order-${n}`);
    await Promise.all(orderIds.map((orderId) => service.confirm(step(), confirmation(orderId))));
    const before = service.store.reads();
    const seen = await service.about(orderIds, { viewer: ada });
    expect(service.store.reads() - before).toBe(1);
    expect(seen.map(({ length }) => length)).toEqual(Array(100).fill(1));
  });

  it('lists one’s own notifications newest first, page by page, and all of them for ADMIN', async () => {
    for (const n of [1, 2, 3]) {
      const customerId = n === 2 ? grace.id : ada.id;
      await service.confirm(step(), confirmation(`order-${n}`, { number: `number-${n}`, customerId }));
      service.clock.advance(1000);
    }
    const list = async (variables: object, viewer = ada) => {
      const { data } = await service.ask(NOTIFICATIONS, variables, { viewer });
      const { nodes, totalCount, pageInfo } = data!['notifications'] as {
        nodes: { subject: string }[];
        totalCount: number;
        pageInfo: { endCursor: string };
      };
      return { numbers: nodes.map(({ subject }) => /number-\d/.exec(subject)![0]), totalCount, pageInfo };
    };
    const first = await list({ first: 1 });
    expect(first).toMatchObject({ numbers: ['number-3'], totalCount: 2, pageInfo: { hasNextPage: true } });
    const second = await list({ first: 1, after: first.pageInfo.endCursor });
    expect(second).toMatchObject({ numbers: ['number-1'], pageInfo: { hasNextPage: false } });
    expect((await list({}, admin)).numbers).toEqual(['number-3', 'number-2', 'number-1']);
    const { errors } = await service.ask(NOTIFICATIONS);
    expect(errors![0]!.extensions['code']).toBe('UNAUTHENTICATED');
  });
});

describe('simulated failures of notifications', () => {
  afterEach(cleanUp);

  it('fail attempts in a way that may be tried again, and keep nothing', async () => {
    const draws = [0.29, 0.3];
    const service = await startNotifications({ failureRate: 0.3 }, { random: () => draws.shift()! });
    const attempt = step();
    expect(await service.confirm(attempt, confirmation('order-1'))).toEqual({
      failed: 'PROVIDER_UNAVAILABLE',
    });
    expect(await service.kept()).toEqual([]);
    expect(await service.confirm(attempt, confirmation('order-1'))).toBe('sent');
    expect(await service.kept()).toHaveLength(1);
  });
});
