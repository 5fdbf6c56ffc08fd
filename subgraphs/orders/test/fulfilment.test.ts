import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Service } from '@counterstep/service-kit/server';
import {
  ada,
  admin,
  createServiceKit,
  grace,
  stepInput,
  type ServiceKit,
} from '@counterstep/service-kit/testing';
import { createOrdersService } from '../src/service.ts';

const usd = (amount: number) => ({ amount, currency: 'USD' });
const address = { name: 'Ada', line1: '1 Main St', city: 'Springfield', postalCode: '12345', country: 'US' };

const step = (name: string, input: string, selection = 'rejection { code }') =>
  `mutation ($step: StepInput!, $input: ${input}!) { ${name}(step: $step, input: $input) { ${selection} } }`;
const CREATE = step('createOrder', 'CreateOrderInput', 'number');
const CONFIRM = step('confirmOrder', 'ConfirmOrderInput');
const ABANDON = step('abandonOrder', 'AbandonOrderInput', 'undone');
const MOVE = step('recordParcelMovement', 'ParcelMovementInput');
const ORDER = `{ order(id: "order-1") { fulfilment nextActions lines { sku cancelled shipped delivered returned } } }`;

const units = (sku: string, quantity: number) => ({ sku, quantity });
const east = [units('LAMP', 2)];
const west = [units('LAMP', 1), units('MUG', 1)];

describe('what has become of the lines of an order', () => {
  let kit: ServiceKit;
  let service: Service;

  const send = async (mutation: string, name: string, sagaId: string, input: object) =>
    (await kit.ask(service, mutation, { step: stepInput(name, sagaId), input }, { service: 'coordinator' }))
      .data!;
  const place = async (orderId: string, amount: number, as = ada, placedAt = '2026-03-01T09:00:00.000Z') => {
    const line = (sku: string, quantity: number, price: number) => ({
      ...{ sku, name: sku, quantity, unitPrice: usd(price) },
    });
    const { createOrder } = await send(CREATE, 'createOrder', `placing-${orderId}`, {
      ...{ orderId, customerId: as.id, shippingAddress: address, placedAt },
      lines: [line('LAMP', 3, amount), line('MUG', 1, 0)],
      total: usd(3 * amount),
    });
    return (createOrder as { number: string }).number;
  };
  let reports = 0;
  const move = (shipmentId: string, status: string, lines: object, saga = `m${(reports += 1)}`) =>
    send(MOVE, 'recordParcelMovement', saga, { orderId: 'order-1', shipmentId, status, lines });
  const read = async (query: string, viewer = ada) =>
    (await kit.ask(service, query, {}, { viewer })).data!['order'] as {
      fulfilment: string;
      nextActions: string[];
      lines: { shipped: number; delivered: number; cancelled: number; returned: number }[];
    };
  /** Fulfilment, then shipped and delivered units of each line. */
  const seen = async () => {
    const { fulfilment, lines } = await read(ORDER);
    return [fulfilment, ...lines.map(({ shipped, delivered }) => [shipped, delivered])];
  };

  beforeEach(async () => {
    kit = await createServiceKit();
    service = await createOrdersService(kit.config);
    await place('order-1', 1000);
    await send(CONFIRM, 'confirmOrder', 'placing-order-1', { orderId: 'order-1' });
  });
  afterEach(async () => {
    await service.stop();
    await kit.remove();
  });

  it('is nothing at first, and follows each parcel', async () => {
    expect(await seen()).toEqual(['NONE', [0, 0], [0, 0]]);
    expect(await move('EAST', 'HANDED_OVER', east)).toEqual({ recordParcelMovement: { rejection: null } });
    expect(await seen()).toEqual(['PARTIALLY_SHIPPED', [2, 0], [0, 0]]);
    await move('WEST', 'HANDED_OVER', west);
    expect(await seen()).toEqual(['SHIPPED', [3, 0], [1, 0]]);
    await move('EAST', 'DELIVERED', east);
    expect(await seen()).toEqual(['PARTIALLY_DELIVERED', [3, 2], [1, 0]]);
    await move('WEST', 'DELIVERED', west);
    expect(await seen()).toEqual(['DELIVERED', [3, 3], [1, 1]]);
  });

  it('counts a parcel once, whatever is reported twice, late, out of order or by several at once', async () => {
    await move('EAST', 'DELIVERED', east);
    expect(await seen()).toEqual(['PARTIALLY_DELIVERED', [2, 2], [0, 0]]);
    await Promise.all([
      ...['HANDED_OVER', 'IN_TRANSIT', 'DELIVERED'].map((status) => move('EAST', status, east)),
      ...Array.from({ length: 6 }, () => move('WEST', 'HANDED_OVER', west)),
    ]);
    expect(await seen()).toEqual(['PARTIALLY_DELIVERED', [3, 2], [1, 0]]);
    for (let attempt = 0; attempt < 2; attempt += 1) await move('WEST', 'IN_TRANSIT', west, 'same');
    expect(await seen()).toEqual(['PARTIALLY_DELIVERED', [3, 2], [1, 0]]);
  });

  it('is never more than was ordered', async () => {
    await move('EAST', 'DELIVERED', [units('LAMP', 90), units('OTHER', 1)]);
    expect(await seen()).toEqual(['PARTIALLY_DELIVERED', [3, 3], [0, 0]]);
  });

  it('takes a parcel of which nobody says what is in it for the rest of the order', async () => {
    await move('EAST', 'HANDED_OVER', east);
    await move('WEST', 'DELIVERED', []);
    expect(await seen()).toEqual(['PARTIALLY_DELIVERED', [3, 1], [1, 1]]);
  });

  it('says that all units of a cancelled order are cancelled', async () => {
    await place('order-2', 1);
    const why = { orderId: 'order-2', code: 'OUT_OF_STOCK', message: 'There is none.' };
    await send(ABANDON, 'createOrder', 'placing-order-2', why);
    const order = await read(ORDER.replace('order-1', 'order-2'));
    expect(order.lines).toMatchObject([{ cancelled: 3 }, { cancelled: 1 }]);
    expect([order.fulfilment, order.nextActions]).toEqual(['NONE', []]);
  });

  it('decides what may be done next', async () => {
    expect((await read(ORDER)).nextActions).toEqual(['CANCEL', 'CANCEL_LINES']);
    await move('EAST', 'HANDED_OVER', east);
    expect((await read(ORDER)).nextActions).toEqual([]);
  });

  it('does not ask for the payment of an order that is placed already', async () => {
    const actions = async (id: string, expiresAt: string) => {
      const payment = { __typename: 'Payment', action: { __typename: 'PaymentAction', expiresAt } };
      const { data } = await kit.ask(
        service,
        'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Order { status nextActions } } }',
        { of: [{ __typename: 'Order', id, payment }] },
        { viewer: ada },
      );
      return (data!['_entities'] as object[])[0];
    };
    const confirmed = { status: 'CONFIRMED', nextActions: ['CANCEL', 'CANCEL_LINES'] };
    expect(await actions('order-1', '2999-01-01T00:00:00.000Z')).toEqual(confirmed);
  });

  it('is refused for an order that does not exist, and to everybody but the coordinator', async () => {
    const input = { orderId: 'order-9', shipmentId: 'EAST', status: 'DELIVERED', lines: [] };
    expect(await send(MOVE, 'recordParcelMovement', 'x', input)).toEqual({
      recordParcelMovement: { rejection: { code: 'ORDER_NOT_FOUND' } },
    });
    const variables = { step: stepInput('recordParcelMovement'), input: { ...input, orderId: 'order-1' } };
    const { errors } = await kit.ask(service, MOVE, variables, { viewer: admin });
    expect(errors![0]!.extensions['code']).toBe('FORBIDDEN');
    expect((await seen())[0]).toBe('NONE');
  });

  describe('finding orders', () => {
    const byNumber = 'query ($number: String) { order(number: $number) { id } }';

    it('by number, in any case, for whoever may see them', async () => {
      const number = await place('order-2', 1);
      const found = async (viewer: typeof ada, given = number) =>
        (await kit.ask(service, byNumber, { number: given }, { viewer })).data;
      expect(await found(ada)).toEqual({ order: { id: 'order-2' } });
      expect(await found(admin, ` ${number.toLowerCase()} `)).toEqual({ order: { id: 'order-2' } });
      expect(await found(grace)).toEqual({ order: null });
      expect(await found(ada, '2603-AAAA-AAAA')).toEqual({ order: null });
    });

    it.each([
      '{ order { id } }',
      '{ order(id: "order-1", number: "1") { id } }',
      '{ order(id: null) { id } }',
    ])('needs exactly one of id and number: %s', async (query) => {
      const { errors } = await kit.ask(service, query, {}, { viewer: ada });
      expect(errors![0]).toMatchObject({
        message: 'Exactly one of id and number must be given.',
        extensions: { code: 'BAD_USER_INPUT' },
      });
    });

    it('in the order that is asked for, page by page', async () => {
      await place('order-2', 10, ada, '2026-03-02T09:00:00.000Z');
      await place('order-3', 500, ada, '2026-03-03T09:00:00.000Z');
      const query = `query ($orderBy: OrderOrder, $after: String) {
        orders(first: 2, after: $after, orderBy: $orderBy) { nodes { id } pageInfo { endCursor } } }`;
      const page = async (orderBy?: object, after?: string) => {
        const { data, errors } = await kit.ask(service, query, { orderBy, after }, { viewer: ada });
        return {
          ...(data?.['orders'] as { nodes: { id: string }[]; pageInfo: { endCursor: string } }),
          errors,
        };
      };
      const all = async (orderBy?: object) => {
        const first = await page(orderBy);
        const second = await page(orderBy, first.pageInfo.endCursor);
        return [...first.nodes, ...second.nodes].map(({ id }) => id.slice(-1)).join('');
      };
      expect(await all()).toBe('321');
      expect(await all({ field: 'PLACED_AT', direction: 'ASC' })).toBe('123');
      expect(await all({ field: 'TOTAL', direction: 'ASC' })).toBe('231');
      expect(await all({ field: 'TOTAL' })).toBe('132');
      expect(await all({ field: 'STATUS', direction: 'ASC' })).toBe('123');
      const { pageInfo } = await page({ field: 'TOTAL' });
      const { errors } = await page({ field: 'PLACED_AT' }, pageInfo.endCursor);
      expect(errors![0]!.extensions['code']).toBe('BAD_USER_INPUT');
    });
  });
});
