import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Service } from '@counterstep/service-kit/server';
import { getIntrospectionQuery } from 'graphql';
import { startCanned, type CannedSubgraph } from './canned.ts';
import { connect, Follower } from './follower.ts';
import { ask, createLibraryKit, type LibraryKit } from './kit.ts';

const sdl = readFileSync(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8');
const names = [...sdl.matchAll(/@join__graph\(name: "(\w+)"/g)].map(([, name]) => name!);

const order = `{ id number status lines { quantity product { id sku name price { amount } } unitPrice { amount } }
  total { amount currency } shippingAddress { city } customer { id name }
  payment { status amount { amount } } reservation { status }
  shipment { trackingNumber status events { status at } } notifications { id status }
  saga { id status steps { name status attempts } events { sequence type } } sagas { id status steps { name status } } }`;

/** All that belongs to a page of orders, in all spellings of a page. */
const full = [
  `{ orders(first: 100) { nodes ${order} } }`,
  `{ orders(first: 100) { edges { node ${order} } pageInfo { hasNextPage } } }`,
  `{ orders(last: 100) { nodes ${order} } }`,
  `{ me { orders(first: 100) { nodes ${order} } } }`,
  `{ node(id: "1") { ... on Customer { orders(first: 100) { nodes ${order} } } } }`,
  `{ orders { nodes ${order} } }`,
];

const customers = (levels: number, page: string): string =>
  levels === 0 ? 'id' : `customer { orders(${page}) { nodes { ${customers(levels - 1, page)} } } }`;
const sagas = (levels: number): string => (levels === 0 ? 'id' : `saga { order { ${sagas(levels - 1)} } }`);

/** What asks for the same things again and again. */
const nested = [
  `{ orders(first: 100) { nodes { ${customers(2, 'first: 100')} } } }`,
  `{ orders(last: 100) { nodes { ${customers(2, 'last: 100')} } } }`,
  `{ orders(first: 100) { nodes { ${sagas(4)} } } }`,
  `{ node(id: "1") { ... on Order { ${customers(3, 'first: 100')} } } }`,
];

describe('the cost of orders', () => {
  let kit: LibraryKit;
  let gateway: Service;
  let subgraph: CannedSubgraph;

  beforeAll(async () => {
    kit = await createLibraryKit();
    subgraph = await startCanned({ data: null });
    gateway = await kit.gateway({
      keys: undefined,
      supergraph: { sdl },
      subgraphUrls: Object.fromEntries(names.map((name) => [name, subgraph.url])),
    });
  });
  afterAll(async () => {
    subgraph.stop();
    await kit.end();
  });

  const codesOf = async (query: string): Promise<readonly unknown[]> => {
    const { errors: overHttp } = await ask(gateway, query);
    const socket = new Follower(connect(gateway), query);
    const ended = await socket.ended;
    const overSocket = ended.errors ?? socket.results[0]?.errors;
    return [overHttp, overSocket].flatMap((errors) => (errors ?? []).map(({ message }) => message));
  };

  it.each(full)('lets pass %s', async (query) => {
    const asked = subgraph.asked.length;
    const messages = await codesOf(query);
    expect(
      messages.filter((message) => /may cost|Cannot query|must be|has more/.test(String(message))),
    ).toEqual([]);
    expect(subgraph.asked.length).toBeGreaterThanOrEqual(asked + 2);
  });

  it.each(nested)('refuses %s', async (query) => {
    const asked = subgraph.asked.length;
    expect(await codesOf(query)).toEqual([
      expect.stringMatching(/^The operation may cost \d+, and 100000 is the most/),
      expect.stringMatching(/^The operation may cost \d+, and 100000 is the most/),
    ]);
    expect(subgraph.asked).toHaveLength(asked);
  });

  it('is less than the limit for tools that ask for the whole schema', async () => {
    const whole = getIntrospectionQuery({ descriptions: true, inputValueDeprecation: true, oneOf: true });
    expect((await ask(gateway, whole)).errors).toBeUndefined();
  });
});
