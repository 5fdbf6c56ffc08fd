import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  buildClientSchema,
  getIntrospectionQuery,
  getNamedType,
  isEnumType,
  isInputObjectType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  type IntrospectionQuery,
} from 'graphql';
import { cancelOrder } from '../support/cancellations.ts';
import { failureOf, logIn, type Client } from '../support/client.ts';
import { newCustomer, type Customer } from '../support/customers.ts';
import { mugs, placeOrder } from '../support/orders.ts';
import { startSystem, type System } from '../support/system.ts';

let system: System;
let admin: Client;
let customer: Customer;
let served: GraphQLSchema;

beforeAll(async () => {
  system = await startSystem();
  admin = await logIn(system.url, 'admin');
  served = buildClientSchema(await admin.ask<IntrospectionQuery>(getIntrospectionQuery()));
  customer = await newCustomer(system.url);
  for (const quantity of [1, 3, 2]) {
    const input = mugs({ lines: [{ sku: 'MUG-BLUE', quantity }] });
    const { order } = await placeOrder(customer.client, input);
    if (quantity !== 1) await cancelOrder(customer.client, order!.id);
  }
});

afterAll(async () => {
  await system.remove();
});

type Field = GraphQLField<unknown, unknown>;

const fieldsOf = (type: string): readonly Field[] =>
  Object.values((served.getType(type) as GraphQLObjectType).getFields());

const connections = (type: string): readonly Field[] =>
  fieldsOf(type).filter((field) => getNamedType(field.type).name.endsWith('Connection'));

/** The fields that a list can be ordered by; none where it has no such argument. */
function orderFieldsOf({ args }: Field): readonly string[] {
  const argument = args.find(({ name }) => name === 'orderBy');
  const input = argument && getNamedType(argument.type);
  const field = isInputObjectType(input) ? getNamedType(input.getFields()['field']!.type) : undefined;
  return isEnumType(field) ? field.getValues().map(({ name }) => name) : [];
}

/** The field that identifies the nodes of a list. */
function keyOf(list: Field): string {
  const nodes = fieldsOf(getNamedType(list.type).name).find(({ name }) => name === 'nodes')!;
  const fields = fieldsOf(getNamedType(nodes.type).name).map(({ name }) => name);
  return ['id', 'key'].find((key) => fields.includes(key)) ?? 'sku warehouse';
}

type Page = Readonly<Record<string, { readonly nodes: readonly object[] }>>;

/** The keys of a list in the given order; where a list belongs to a customer, of that customer's list. */
async function keysOf(
  { list, ofCustomer }: { readonly list: Field; readonly ofCustomer: boolean },
  field: string,
  direction: string,
): Promise<readonly string[]> {
  const asked = `${list.name}(first: 100, orderBy: { field: ${field}, direction: ${direction} }) { nodes { ${keyOf(list)} } }`;
  const page = ofCustomer
    ? (await admin.ask<{ customer: Page }>(`{ customer(id: "${customer.id}") { ${asked} } }`)).customer
    : await admin.ask<Page>(`{ ${asked} }`);
  return page[list.name]!.nodes.map((node) => Object.values(node).join(' '));
}

describe('lists', () => {
  it('can all be ordered by something', () => {
    const lists = [...connections('Query'), ...connections('Customer')];
    expect(lists.length).toBeGreaterThan(12);
    expect(lists.filter((list) => orderFieldsOf(list).length === 0).map(({ name }) => name)).toEqual([]);
  });

  it('hold the same in both directions, one the reverse of the other, by each of their fields', async () => {
    const lists = ['Query', 'Customer'].flatMap((type) =>
      connections(type).map((list) => ({ list, ofCustomer: type === 'Customer' })),
    );
    const long: string[] = [];
    for (const each of lists)
      for (const field of orderFieldsOf(each.list)) {
        const up = await keysOf(each, field, 'ASC');
        const down = await keysOf(each, field, 'DESC');
        expect([each.list.name, field, down]).toEqual([each.list.name, field, up.toReversed()]);
        if (up.length > 1) long.push(each.list.name);
      }
    // Nothing was returned, so only that list is empty.
    expect(lists.map(({ list }) => list.name).filter((name) => !long.includes(name))).toEqual(['returns']);
  });

  it('are ordered by the values of the field', async () => {
    const prices =
      'query ($d: OrderDirection!) { products(first: 100, orderBy: { field: PRICE, direction: $d }) { nodes { price { amount } } } }';
    const { products } = await admin.ask<{ products: { nodes: { price: { amount: number } }[] } }>(prices, {
      d: 'DESC',
    });
    const amounts = products.nodes.map(({ price }) => price.amount);
    expect(amounts).toEqual([...amounts].sort((one, other) => other - one));
    expect(new Set(amounts).size).toBeGreaterThan(2);
    const mine =
      '{ me { orders(orderBy: { field: TOTAL, direction: ASC }) { nodes { lines { quantity } } } } }';
    const { me } = await customer.client.ask<{
      me: { orders: { nodes: { lines: { quantity: number }[] }[] } };
    }>(mine);
    expect(me.orders.nodes.map(({ lines }) => lines[0]?.quantity)).toEqual([1, 2, 3]);
  });

  it('refuse an order that is none', async () => {
    const errors = await failureOf(admin.ask('{ sagas(orderBy: { field: COLOUR }) { nodes { id } } }'));
    expect(errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
  });
});
