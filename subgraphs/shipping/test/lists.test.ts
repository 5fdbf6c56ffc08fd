import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ada, admin, grace, type As } from '@counterstep/service-kit/testing';
import { openDepot, type Depot } from './fixture.ts';

const LIST = `query ($filter: ShipmentFilter, $orderBy: ShipmentOrder, $first: Int, $after: String) {
  shipments(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
    nodes { id warehouse direction lines { sku quantity } handedOverAt deliveredAt order { id } }
    pageInfo { endCursor } } }`;
const OF_ORDER = `query ($of: [_Any!]!) { _entities(representations: $of) {
  ... on Order { shipments { id events { status at } handedOverAt deliveredAt } } } }`;

interface Node {
  readonly id: string;
  readonly order: { readonly id: string };
}

describe('lists of shipments', () => {
  let depot: Depot;
  const list = async (variables: object, as: As = { viewer: admin }) => {
    const { data } = await depot.ask(LIST, variables, as);
    return data!['shipments'] as { nodes: Node[]; pageInfo: { endCursor: string } };
  };
  const ordersOf = async (variables: object) =>
    (await list(variables)).nodes.map(({ order }) => order.id).sort();

  beforeEach(async () => {
    depot = await openDepot();
    await depot.schedule('order-1');
    await depot.schedule('order-2', { postalCode: '00000' });
  });
  afterEach(() => depot.close());

  it('say which way a parcel goes and what is in it', async () => {
    const { nodes } = await list({ filter: { orderId: 'order-1' } });
    expect(nodes).toEqual([
      expect.objectContaining({
        ...{ warehouse: 'EAST', direction: 'TO_CUSTOMER', handedOverAt: null, deliveredAt: null },
        lines: [{ sku: 'MUG-BLUE', quantity: 2 }],
      }),
    ]);
  });

  it.each([
    [{ customerId: ada.id }, ['order-1', 'order-2']],
    [{ customerId: grace.id }, []],
    [{ warehouse: 'EAST', status: ['CANCELLED'] }, ['order-2']],
    [{ warehouse: 'WEST' }, []],
    [{ createdAfter: '2100-01-01T00:00:00.000Z' }, []],
    [{ createdBefore: '2100-01-01T00:00:00.000Z' }, ['order-1', 'order-2']],
  ])('are narrowed by %j', async (filter, orders) => {
    expect(await ordersOf({ filter })).toEqual(orders);
  });

  it('are another customer\u2019s for ADMIN only', async () => {
    const { errors } = await depot.ask(LIST, { filter: { customerId: grace.id } }, { viewer: ada });
    expect(errors![0]!.extensions['code']).toBe('FORBIDDEN');
  });

  it('are paged in the order of status', async () => {
    const orderBy = { field: 'STATUS', direction: 'ASC' };
    const { nodes, pageInfo } = await list({ orderBy, first: 1 });
    expect(nodes.map(({ order }) => order.id)).toEqual(['order-2']);
    expect(await ordersOf({ orderBy, after: pageInfo.endCursor })).toEqual(['order-1']);
  });

  it('tell of an order when its parcel was handed over and delivered, by the first report of each', async () => {
    const [{ id: shipmentId }] = (await list({ filter: { orderId: 'order-1' } })).nodes as [Node];
    for (const status of ['IN_TRANSIT', 'IN_TRANSIT', 'DELIVERED', 'DELIVERED'])
      await depot.report({ shipmentId, status });
    const { data } = await depot.ask(
      OF_ORDER,
      { of: [{ __typename: 'Order', id: 'order-1' }] },
      { viewer: ada },
    );
    const [{ shipments }] = data!['_entities'] as [{ shipments: { events: { at: string }[] }[] }];
    const [, inTransit, , delivered] = shipments[0]!.events;
    expect(shipments).toEqual([
      expect.objectContaining({ id: shipmentId, handedOverAt: inTransit!.at, deliveredAt: delivered!.at }),
    ]);
  });
});
