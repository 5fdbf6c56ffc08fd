import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serveCanned, startCanned } from './canned.ts';
import { connect, Follower } from './follower.ts';
import { ask, createLibraryKit, type LibraryKit } from './kit.ts';

const sdl = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
    import: ["@key", { name: "@cost", as: "@price" }, { name: "@listSize", as: "@sized" }])
  type Query {
    people(first: Int, after: String, last: Int, before: String): People
    tags: [String!]
    crowd(most: Int, atMost: Int): [Person] @sized(assumedSize: 1000, slicingArguments: ["most", "atMost"], requireOneSlicingArgument: false)
    shelf(most: Int = 7): Shelf @sized(slicingArguments: ["most"], sizedFields: ["items"])
    report(deep: Boolean @price(weight: 30)): Report
    row(first: Int, last: Int): [Person] @sized(assumedSize: 500, slicingArguments: ["first", "last"])
    dear: Int @price(weight: 25)
  }
  type Mutation { touch: Person }
  type Subscription { joined: People }
  type People { nodes: [Person] edges: [PersonEdge] pageInfo: Page totalCount: Int }
  type PersonEdge { node: Person }
  type Page { hasNextPage: Boolean }
  type Shelf { items: [Person] owner: Person }
  type Report @price(weight: 40) { text: String }
  type Person @key(fields: "id") { id: ID! name: String friends(first: Int): People best: Person home: Place }
  type Place { city: String }`;

/** Operations, the variables that they come with, and what they cost. */
const costs: readonly (readonly [string, Record<string, unknown>, number])[] = [
  ['{ tags }', {}, 0],
  ['{ people { totalCount } }', {}, 1],
  ['{ people { nodes { id } } }', {}, 21],
  ['{ people(first: 100) { nodes { id name } pageInfo { hasNextPage } } }', {}, 102],
  ['{ people(first: 5) { edges { node { home { city } } } } }', {}, 16],
  ['query ($n: Int) { people(first: $n) { nodes { id } } }', { n: 50 }, 51],
  ['query ($n: Int = 30) { people(first: $n) { nodes { id } } }', {}, 31],
  ['{ people(first: -1) { nodes { id } } }', {}, 1],
  ['{ people(last: 100) { nodes { id } } }', {}, 101],
  ['{ people(last: 30, before: "x") { edges { node { id } } } }', {}, 61],
  ['{ people(first: null) { nodes { id } } }', {}, 21],
  ['subscription { joined { nodes { id } } }', {}, 21],
  ['{ __typename }', {}, 0],
  [
    '{ a: people(first: 2) { nodes { id } } b: people(first: 2) { nodes { ...P } } } fragment P on Person { home { city } }',
    {},
    8,
  ],
  ['{ people(first: 2) { nodes { best { id } } } }', {}, 23],
  ['{ people(first: 2) { nodes { best { best { id } } } } }', {}, 223],
  ['{ crowd { id } }', {}, 1000],
  ['{ crowd(most: 3) { id } }', {}, 3],
  ['{ crowd(most: 3, atMost: 4) { id } }', {}, 4],
  ['query ($most: Int = 5) { crowd(most: $most) { id } }', {}, 5],
  ['query ($most: Int) { crowd(most: $most) { id } }', { most: null }, 1000],
  ['{ shelf { items { id } owner { id } } }', {}, 9],
  ['{ shelf(most: 2) { items { id } } }', {}, 3],
  ['{ row(first: 3) { id } }', {}, 3],
  ['query ($last: Int) { row(first: null, last: $last) { id } }', { last: 4 }, 4],
  ['{ report { text } }', {}, 40],
  ['{ report(deep: true) { text } }', {}, 70],
  ['{ dear }', {}, 25],
  ['mutation { touch { id } }', {}, 11],
];

describe('the cost of operations', () => {
  let kit: LibraryKit;
  const ends: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    kit = await createLibraryKit();
  });
  afterAll(async () => {
    await Promise.all(ends.map((end) => end()));
    await kit.end();
  });

  const serve = async (cost: number, limits = {}) => {
    const graph = await startCanned({ data: {} });
    ends.push(() => {
      graph.stop();
      return Promise.resolve();
    });
    const served = await serveCanned(
      kit,
      { graph: sdl },
      { graph },
      { limits: { ...kit.config.limits, ...limits, cost } },
    );
    ends.push(served.end);
    return { ...served, graph };
  };
  let free: Awaited<ReturnType<typeof serve>>;
  beforeAll(async () => {
    free = await serve(0);
  });

  it.each(costs)('is exact for %s', async (query, variables, cost) => {
    const asked = free.graph.asked.length;
    const { errors } = await new Follower(connect(free), query, variables).ended;
    if (cost === 0) {
      expect(errors).toBeUndefined();
      return;
    }
    expect(errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
    expect(errors![0]!.message).toMatch(`may cost ${cost}, and 0 is the most`);
    expect(free.graph.asked).toHaveLength(asked);
  });

  it.each([
    ['at the limit', 100, true],
    ['one past it', 101, false],
    ['at ten times the limit', 1_000, false],
  ])('is held against the limit over HTTP and over a socket: %s', async (_where, first, admitted) => {
    const gateway = await serve(101);
    const query = `{ people(first: ${first}) { nodes { id } } }`;
    const overHttp = await ask(gateway, query);
    expect(overHttp.errors === undefined).toBe(admitted);
    const { errors } = await new Follower(connect(gateway), query).ended;
    expect(errors === undefined).toBe(admitted);
    expect(gateway.graph.asked).toHaveLength(admitted ? 2 : 0);
    if (!admitted) expect(overHttp.errors![0]!.message).toBe(errors![0]!.message);
  });

  it('is refused where nesting makes it greater than every number, beside nothing times that', async () => {
    const deep = await serve(1_000, { depth: 1_000 });
    const nested = (levels: number): string =>
      levels === 0 ? 'id' : `friends(first: 2147483647) { nodes { ${nested(levels - 1)} } }`;
    const query = `{ a: people(first: 0) { nodes { ${nested(40)} } } b: people(first: 100) { nodes { ${nested(1)} } } }`;
    expect((await ask(deep, query)).errors).toMatchObject([
      { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
    ]);
    expect(deep.graph.asked).toEqual([]);
  });

  it.each([
    ['{ row { id } }', {}, 0],
    ['{ row(first: 3, last: 4) { id } }', {}, 2],
    ['query ($first: Int, $last: Int = 5) { row(first: $first, last: $last) { id } }', { first: 3 }, 2],
    ['query ($first: Int) { row(first: $first) { ...P } } fragment P on Person { id }', { first: null }, 0],
    ['{ shelf(most: null) { items { id } } }', {}, 0],
  ])('is not known without exactly one of the arguments that say it: %s', async (query, variables, given) => {
    const gateway = await serve(1_000_000);
    const { errors } = await ask(gateway, query, { variables });
    const overSocket = await new Follower(connect(gateway), query, variables).ended;
    expect(errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' }, locations: [{}] }]);
    expect(errors![0]!.message).toMatch(
      /^Field "Query\.(?:row|shelf)" must have exactly one of the arguments/,
    );
    expect(errors![0]!.message).toMatch(new RegExp(`has ${given}\\.$`));
    expect(overSocket.errors![0]!.message).toBe(errors![0]!.message);
    expect(gateway.graph.asked).toEqual([]);
  });

  it('tells of at most ten such fields', async () => {
    const query = `{ ${Array.from({ length: 40 }, (_, index) => `a${index}: row { id }`).join(' ')} }`;
    expect((await ask(await serve(1_000_000), query)).errors).toHaveLength(10);
  });

  it('counts how often a description is asked for', async () => {
    const gateway = await serve(500);
    const query = (count: number): string => {
      const texts = Array.from({ length: count }, (_, index) => `d${index}: description`).join(' ');
      return `{ __schema { types { fields { ${texts} } } } }`;
    };
    expect((await ask(gateway, query(1))).errors).toBeUndefined();
    expect((await ask(gateway, query(40))).errors).toMatchObject([
      { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
    ]);
  });

  it('counts introspection too', async () => {
    const gateway = await serve(200);
    const once = '{ __schema { types { fields { type { name } } } } }';
    const often = `{ ${Array.from({ length: 40 }, (_, index) => `a${index}: ${once.slice(1, -1)}`).join(' ')} }`;
    expect((await ask(gateway, once)).errors).toBeUndefined();
    expect((await ask(gateway, often)).errors).toMatchObject([
      { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
    ]);
  });
});
