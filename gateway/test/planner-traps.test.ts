import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serveCanned, startCanned, type CannedSubgraph } from './canned.ts';
import { connect, Follower } from './follower.ts';
import { ask, createLibraryKit, recordingLog, type LibraryKit } from './kit.ts';
import { compose } from './library.ts';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@external", "@requires", "@interfaceObject"])`;

const products = {
  first: `${LINK} type Query { product: Product }
    type Product @key(fields: "id") { id: ID! legacyId: ID attributes(keys: [String!]): [String!] }`,
  second: `${LINK} type Product @key(fields: "id") {
    id: ID! attributes(keys: [String!]): [String!] @external
    explicit: Boolean @requires(fields: "attributes") stock: Int }`,
};
const media = {
  first: `${LINK} interface Media @key(fields: "id") { id: ID! title: String }
    type Book implements Media @key(fields: "id") { id: ID! title: String }
    type Film implements Media @key(fields: "id") { id: ID! title: String }`,
  second: `${LINK} type Query { top: [Media!] } type Media @key(fields: "id") @interfaceObject { id: ID! review: Int }`,
};

/** What the planner gets wrong today; when one of these fails, the planner is mended, and docs and warning can go. */
describe('what Apollo’s planner gets wrong', () => {
  let kit: LibraryKit;
  const ends: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    kit = await createLibraryKit();
  });
  afterAll(async () => {
    await Promise.all(ends.map((end) => end()));
    await kit.end();
  });

  const serve = async (sdl: Readonly<Record<string, string>>, data: object) => {
    const first = await startCanned({ data });
    const second = await startCanned({ data });
    const { url, end } = await serveCanned(kit, sdl, { first, second });
    ends.push(end);
    return { url, first, second };
  };
  const sent = ({ asked }: CannedSubgraph): string => asked.join('\n');

  it('is a field that another one requires, asked with arguments beside it', async () => {
    const gateway = await serve(products, { product: { __typename: 'Product', id: '1', attributes: [] } });
    await ask(gateway, '{ product { attributes(keys: ["a"]) } }');
    expect(sent(gateway.first)).toMatch('attributes(keys:');
    gateway.first.asked.length = 0;
    await ask(gateway, '{ product { explicit attributes(keys: ["a"]) } }');
    expect(sent(gateway.first)).not.toMatch('attributes(keys:');
    await ask(gateway, '{ product { explicit some: attributes(keys: ["a"]) } }');
    expect(sent(gateway.first)).toMatch('some:attributes(keys:');
  });

  it('is a field whose alias is the name of the key', async () => {
    const gateway = await serve(products, { product: { __typename: 'Product', id: '1' } });
    await ask(gateway, '{ product { id: legacyId stock } }');
    expect(sent(gateway.first)).not.toMatch('legacyId');
  });

  it('is the key under an alias, in a fragment on what implements an interface object', async () => {
    const gateway = await serve(media, { top: [{ __typename: 'Media', id: '1' }] });
    gateway.first.answer = { data: { _entities: [{ __typename: 'Book' }] } };
    const films = '... on Film { __typename }';
    const { errors } = await ask(gateway, `{ top { __typename ... on Book { key: id } ${films} } }`);
    expect(errors).toContainEqual(expect.objectContaining({ path: ['top', 0, 'key'] }));
    expect(sent(gateway.first)).not.toMatch('key');
    const { data } = await ask(gateway, `{ top { __typename ... on Book { id } ${films} } }`);
    expect(data).toEqual({ top: [{ __typename: 'Book', id: '1' }] });
  });
});

describe('a supergraph that Apollo’s planner answers wrongly', () => {
  let kit: LibraryKit;
  beforeAll(async () => {
    kit = await createLibraryKit();
  });
  afterAll(() => kit.end());

  const warnedOf = async (sdl: string): Promise<readonly unknown[]> => {
    const { log, entries } = recordingLog();
    const names = [...sdl.matchAll(/@join__graph\(name: "([\w-]+)"/g)].map(([, name]) => name!);
    const subgraphUrls = Object.fromEntries(names.map((name) => [name, 'http://127.0.0.1:1']));
    await kit.gateway({ supergraph: { sdl }, subgraphUrls }, { log });
    return entries.flatMap(({ level, traps }) => (level === 40 && traps ? [traps] : []));
  };

  it('is told of at the start', async () => {
    expect(await warnedOf(compose(products))).toEqual([
      [
        { kind: 'second id', coordinate: 'Product.legacyId' },
        { kind: 'required field with arguments', coordinate: 'Product.explicit' },
      ],
    ]);
    expect(await warnedOf(compose(media))).toEqual([[{ kind: 'interface object', coordinate: 'Media' }]]);
  });

  it('is neither that of this project nor one without such fields', async () => {
    const own = readFileSync(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8');
    expect(await warnedOf(own)).toEqual([]);
    expect(await warnedOf(compose())).toEqual([]);
  });
});

/** A tree whose fields each of six subgraphs can answer, beside one of its own. */
const head =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])';
const shared = {
  root: `${head} type Query { tree: Tree } type Tree @key(fields: "id") { id: ID! }`,
  ...Object.fromEntries(
    ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => [
      name,
      `${head} type Tree @key(fields: "id") {
        id: ID! left: Int @shareable right: Int @shareable below: Tree @shareable ${name}: Tree }`,
    ]),
  ),
};

describe('an operation that can be answered in ever more ways', () => {
  let kit: LibraryKit;
  beforeAll(async () => {
    kit = await createLibraryKit();
  });
  afterAll(() => kit.end());

  const levels = (count: number): string => (count === 0 ? 'left right' : `below { ${levels(count - 1)} }`);

  it('is refused before all of them are looked at, over each transport', async () => {
    const subgraphUrls = Object.fromEntries(Object.keys(shared).map((name) => [name, 'http://127.0.0.1:1']));
    const gateway = await kit.gateway({ supergraph: { sdl: compose(shared) }, subgraphUrls });
    const { errors } = await ask(gateway, `{ tree { ${levels(4)} } }`);
    expect(errors).toMatchObject([
      {
        message: expect.stringMatching(/too many ways/) as unknown,
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
      },
    ]);
    const { errors: few } = await ask(gateway, `{ tree { ${levels(1)} } }`);
    expect(few).toMatchObject([{ extensions: { code: 'SERVICE_UNAVAILABLE' } }]);
    const follower = new Follower(connect(gateway), `{ tree { id ${levels(4)} } }`);
    await follower.ended;
    expect(JSON.stringify(follower.results)).toMatch(/too many ways/);
  });
});
