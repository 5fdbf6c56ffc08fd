import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ada, admin, grace, stepInput } from '@counterstep/service-kit/testing';
import { codeOf, openTill, usd, type Till } from './fixture.ts';

const REFUNDS = `query ($first: Int, $after: String, $filter: RefundFilter, $orderBy: RefundOrder) {
  refunds(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
    nodes { order { id } } totalCount pageInfo { endCursor } } }`;
const PAYMENTS = `query ($filter: PaymentFilter, $orderBy: PaymentOrder) {
  payments(filter: $filter, orderBy: $orderBy) { nodes { order { id } } } }`;
const OF_ORDER = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Order {
  given: refunded { amount currency }
  refunds { id status cause amount { amount currency } note failure requestedAt settledAt order { id } return { id } }
  payment { status captured { amount } refunded { amount } refundable { amount } action { url } refunds { id } } } } }`;

describe('refunds', () => {
  let till: Till;
  beforeEach(async () => {
    till = await openTill();
  });
  afterEach(() => till.close());

  const ofOrder = async (id: string, viewer = ada) => {
    const answer = await till.ask(OF_ORDER, { of: [{ __typename: 'Order', id }] }, { viewer });
    const [order] = answer.data!['_entities'] as {
      given: object | null;
      refunds: object[] | null;
      payment: object | null;
    }[];
    return order!;
  };
  const ordersIn = async (query: string, variables: object, viewer = admin) => {
    const { data } = await till.ask(query, variables, { viewer });
    const [list] = Object.values(data!) as { nodes: { order: { id: string } }[] }[];
    return list!.nodes.map(({ order }) => order.id);
  };
  const paid = async (orderId: string, amount = 2800) => {
    const step = stepInput('processPayment');
    await till.pay(orderId, { step, amount });
    return step;
  };

  it('shows nothing given back of a payment that is kept, and all of it as refundable', async () => {
    await paid('order-1');
    expect(await ofOrder('order-1')).toEqual({
      given: usd(0),
      refunds: [],
      payment: {
        ...{ status: 'CAPTURED', captured: { amount: 2800 }, refunded: { amount: 0 } },
        ...{ refundable: { amount: 2800 }, action: null, refunds: [] },
      },
    });
  });

  it.each<[string, (orderId: string, step: object) => Promise<unknown>]>([
    ['an order that could not be placed', (orderId, step) => till.refund(orderId, step)],
    ['a cancelled order', (orderId) => till.refundOrder(orderId, stepInput('refundPayment', 'cancelling'))],
  ])('has one of %s, of all of its money', async (_what, giveBack) => {
    const step = await paid('order-1');
    await giveBack('order-1', step);
    await giveBack('order-1', step);
    const { given, refunds, payment } = await ofOrder('order-1');
    expect(given).toEqual(usd(2800));
    const instant = expect.stringMatching(/^\d{4}-.*Z$/);
    expect(refunds).toEqual([
      {
        ...{ id: expect.any(String), status: 'SUCCEEDED', cause: 'CANCELLATION', amount: usd(2800) },
        ...{ note: null, failure: null, requestedAt: instant, settledAt: instant },
        ...{ order: { id: 'order-1' }, return: null },
      },
    ]);
    expect(payment).toMatchObject({
      ...{ status: 'REFUNDED', captured: { amount: 2800 }, refunded: { amount: 2800 } },
      ...{ refundable: { amount: 0 }, refunds: [{ id: (refunds as { id: string }[])[0]!.id }] },
    });
  });

  it('has one where two sagas give the same money back at once', async () => {
    const step = await paid('order-1');
    await Promise.all([
      till.refund('order-1', step),
      till.refundOrder('order-1', stepInput('refundPayment', 'cancelling')),
    ]);
    const { refunds, payment } = await ofOrder('order-1');
    expect(refunds).toHaveLength(1);
    expect(payment).toMatchObject({ refunded: { amount: 2800 } });
  });

  it('has none of a payment that is voided', async () => {
    const step = stepInput('processPayment');
    await till.pay('order-1', { step, token: 'tok_flaky' });
    await till.refund('order-1', step);
    expect(await ofOrder('order-1')).toMatchObject({
      ...{ refunds: [], payment: { status: 'VOIDED', captured: { amount: 0 }, refundable: { amount: 0 } } },
    });
  });

  it('are seen by their customer and by ADMIN only', async () => {
    await till.refund('order-1', await paid('order-1'));
    expect(await ordersIn(REFUNDS, {}, ada)).toEqual(['order-1']);
    expect(await ordersIn(REFUNDS, {}, admin)).toEqual(['order-1']);
    expect(await ordersIn(REFUNDS, {}, grace)).toEqual([]);
    expect(await ofOrder('order-1', grace)).toMatchObject({ given: null, refunds: [] });
    for (const query of [REFUNDS, PAYMENTS]) {
      const others = await till.ask(query, { filter: { customerId: ada.id } }, { viewer: grace });
      expect(codeOf(others)).toBe('FORBIDDEN');
      expect(codeOf(await till.ask(query, {}))).toBe('UNAUTHENTICATED');
    }
  });

  it('are listed by status, cause, customer, order and time, as payments are', async () => {
    for (const n of [1, 2, 3]) await till.refund(`order-${n}`, await paid(`order-${n}`, n * 100));
    const newest = ['order-3', 'order-2', 'order-1'];
    const now = '2100-01-01T00:00:00.000Z';
    const refunds = (filter: object) => ordersIn(REFUNDS, { filter });
    expect(await refunds({ status: ['SUCCEEDED'], cause: ['CANCELLATION'], customerId: ada.id })).toEqual(
      newest,
    );
    expect(await refunds({ status: ['FAILED'] })).toEqual([]);
    expect(await refunds({ cause: ['GOODWILL', 'RETURN'] })).toEqual([]);
    expect(await refunds({ orderId: 'order-2' })).toEqual(['order-2']);
    expect(await refunds({ requestedBefore: now })).toEqual(newest);
    expect(await refunds({ requestedAfter: now })).toEqual([]);
    const payments = (filter: object) => ordersIn(PAYMENTS, { filter });
    expect(await payments({ orderId: 'order-2', customerId: ada.id })).toEqual(['order-2']);
    expect(await payments({ createdBefore: now })).toEqual(newest);
    expect(await payments({ createdAfter: now })).toEqual([]);
  });

  it('come in the order that is asked for, page by page', async () => {
    for (const n of [1, 3, 2]) await till.refund(`order-${n}`, await paid(`order-${n}`, n * 100));
    const byAmount = { orderBy: { field: 'AMOUNT', direction: 'ASC' } };
    expect(await ordersIn(PAYMENTS, byAmount)).toEqual(['order-1', 'order-2', 'order-3']);
    const fields = ['REQUESTED_AT', 'AMOUNT', 'STATUS'];
    for (const field of fields) {
      const seen: string[] = [];
      const orderBy = { field, direction: 'DESC' };
      for (let after: string | null = null; seen.length < 3;) {
        const { data } = await till.ask(REFUNDS, { first: 1, after, orderBy }, { viewer: admin });
        const page = data!['refunds'] as {
          nodes: { order: { id: string } }[];
          pageInfo: { endCursor: string };
        };
        seen.push(page.nodes[0]!.order.id);
        after = page.pageInfo.endCursor;
      }
      const newest = ['order-2', 'order-3', 'order-1'];
      expect(seen).toEqual(field === 'AMOUNT' ? ['order-3', 'order-2', 'order-1'] : newest);
    }
  });
});
