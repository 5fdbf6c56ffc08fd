import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ada, admin, grace, type As } from '@counterstep/service-kit/testing';
import {
  cancellation,
  cleanUp,
  confirmation,
  startNotifications,
  step,
  type NotificationsKit,
} from './kit.ts';

const LIST = `query ($filter: NotificationFilter, $orderBy: NotificationOrder, $after: String, $first: Int) {
  notifications(filter: $filter, orderBy: $orderBy, after: $after, first: $first) {
    nodes { id type to body readAt order { id } } totalCount pageInfo { endCursor } } }`;
const ONE = `query ($id: ID!) { notification(id: $id) { id to body order { id } } }`;
const MARK = `mutation ($ids: [ID!]!) { markNotificationsRead(input: { ids: $ids }) {
  notifications { id readAt } errors { code path } } }`;

interface Node {
  readonly id: string;
  readonly type: string;
  readonly readAt: string | null;
  readonly order: { readonly id: string };
}

describe('notifications that are read', () => {
  let service: NotificationsKit;
  const asAda: As = { viewer: ada };
  const list = async (variables: object, as: As = asAda) => {
    const { data } = await service.ask(LIST, variables, as);
    return data!['notifications'] as { nodes: Node[]; totalCount: number; pageInfo: { endCursor: string } };
  };
  const ordersOf = async (variables: object, as?: As) =>
    (await list(variables, as)).nodes.map(({ order }) => order.id);
  const mark = async (ids: readonly string[], as: As = asAda) => {
    const { data } = await service.ask(MARK, { ids }, as);
    return data!['markNotificationsRead'] as { notifications: Node[]; errors: { path: string[] }[] };
  };

  beforeEach(async () => {
    service = await startNotifications();
    await service.confirm(step(), confirmation('order-1'));
    service.clock.advance(1000);
    await service.cancel(step(), cancellation('order-2'));
    service.clock.advance(1000);
    await service.confirm(step(), confirmation('order-3', { customerId: grace.id, email: null }));
  });
  afterEach(cleanUp);

  it.each([
    [{ type: ['ORDER_CANCELLED'] }, ['order-2']],
    [{ orderId: 'order-1' }, ['order-1']],
    [{ customerId: grace.id }, ['order-3']],
    [{ channel: 'SMS' }, []],
    [{ status: ['SENT'], read: false }, ['order-3', 'order-2', 'order-1']],
    [{ status: ['FAILED'] }, []],
    [{ createdAfter: '2020-01-01T00:00:00.000Z' }, ['order-3', 'order-2', 'order-1']],
    [{ createdAfter: '2100-01-01T00:00:00.000Z' }, []],
    [{ createdBefore: '2020-01-01T00:00:00.000Z' }, []],
  ])('are listed by %j', async (filter, orders) => {
    expect(await ordersOf({ filter }, { viewer: admin })).toEqual(orders);
  });

  it('are another customer\u2019s list for ADMIN only', async () => {
    const { errors } = await service.ask(LIST, { filter: { customerId: grace.id } }, asAda);
    expect(errors![0]!.extensions['code']).toBe('FORBIDDEN');
  });

  it.each(['CREATED_AT', 'STATUS'])('are paged in the order of %s', async (field) => {
    const orderBy = { field, direction: 'ASC' };
    const { pageInfo, nodes } = await list({ orderBy, first: 2 }, { viewer: admin });
    expect(nodes.map(({ order }) => order.id)).toEqual(['order-1', 'order-2']);
    expect(await ordersOf({ orderBy, after: pageInfo.endCursor }, { viewer: admin })).toEqual(['order-3']);
  });

  it('refuse the cursor of another order', async () => {
    const { pageInfo } = await list({ first: 1 });
    const orderBy = { field: 'STATUS' };
    const { errors } = await service.ask(LIST, { orderBy, after: pageInfo.endCursor }, asAda);
    expect(errors![0]!.extensions['code']).toBe('BAD_USER_INPUT');
  });

  it('are found by id, by their customer and ADMIN only', async () => {
    const [of] = (await list({ filter: { orderId: 'order-1' } })).nodes;
    const seen = await Promise.all(
      [ada, admin, grace].map(async (viewer) => (await service.ask(ONE, { id: of!.id }, { viewer })).data),
    );
    const whole = { id: of!.id, to: ada.email, order: { id: 'order-1' } };
    expect(seen[0]!['notification']).toMatchObject(whole);
    expect((seen[0]!['notification'] as { body: string }).body).toContain('Hello Ada');
    expect(seen[1]!['notification']).toMatchObject(whole);
    expect(seen[2]!['notification']).toBeNull();
  });

  it('are marked once: asking again changes nothing', async () => {
    const ids = (await list({})).nodes.map(({ id }) => id);
    const first = await mark([...ids, ids[0]!]);
    expect(first.errors).toEqual([]);
    expect(first.notifications.map(({ id }) => id)).toEqual([...ids, ids[0]]);
    service.clock.advance(60_000);
    expect((await mark(ids)).notifications).toEqual(first.notifications.slice(0, ids.length));
    expect((await list({ filter: { read: false } })).totalCount).toBe(0);
    expect((await list({ filter: { read: true } })).totalCount).toBe(ids.length);
  });

  it('are marked all or none: what is unknown or another\u2019s is named', async () => {
    const [own] = (await list({})).nodes;
    const [other] = (await list({ filter: { orderId: 'order-3' } }, { viewer: admin })).nodes;
    const { notifications, errors } = await mark([own!.id, 'nothing', other!.id]);
    expect(notifications).toEqual([]);
    expect(errors.map(({ path }) => path)).toEqual([
      ['input', 'ids', '1'],
      ['input', 'ids', '2'],
    ]);
    expect((await list({ filter: { read: true } })).totalCount).toBe(0);
  });

  it.each([0, 101])('are not marked when %d are named', async (count) => {
    const { errors } = await mark(Array.from({ length: count }, (_, index) => `n${index}`));
    expect(errors).toEqual([{ code: 'VALIDATION_ERROR', path: ['input', 'ids'] }]);
  });
});
