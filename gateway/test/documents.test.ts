import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Service } from '@counterstep/service-kit/server';
import { readGatewayConfig, type GatewayConfig } from '../src/config.ts';
import { connect, Follower } from './follower.ts';
import { createLibraryKit, type LibraryKit } from './kit.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const persisted = (text: string) => ({ persistedQuery: { version: 1, sha256Hash: sha256(text) } });

interface Reply {
  readonly status: number;
  readonly data?: unknown;
  readonly errors?: readonly { message: string; extensions: { code: string } }[];
}

async function post({ url }: Service, body: unknown): Promise<Reply> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, ...((await response.json()) as object) };
}

async function get({ url }: Service, parameters: Record<string, string>): Promise<Reply> {
  const response = await fetch(`${url}/graphql?${new URLSearchParams(parameters).toString()}`);
  return { status: response.status, ...((await response.json()) as object) };
}

const codeOf = ({ errors }: Reply): unknown => errors?.[0]?.extensions.code;

let kit: LibraryKit;
let folder = '';
beforeAll(async () => {
  kit = await createLibraryKit();
  folder = await mkdtemp(join(tmpdir(), 'manifest-'));
});
afterAll(async () => {
  await kit.end();
  await rm(folder, { recursive: true });
});

describe('automatic persisted queries', () => {
  const query = 'query Title($id: ID!) { book(id: $id) { title } }';
  const variables = { id: '1' };
  const answer = { status: 200, data: { book: { title: 'One' } } };

  it('are asked for once, and known by their hash from then on, over POST, GET and sockets', async () => {
    const gateway = await kit.gateway();
    const extensions = persisted(query);
    const unknown = await post(gateway, { extensions, variables });
    expect([unknown.status, unknown.errors?.[0]?.message, codeOf(unknown)]).toEqual([
      200,
      'PersistedQueryNotFound',
      'PERSISTED_QUERY_NOT_FOUND',
    ]);
    expect(await post(gateway, { query, extensions, variables })).toEqual(answer);
    expect(await post(gateway, { extensions, variables })).toEqual(answer);
    const parameters = { extensions: JSON.stringify(extensions), variables: JSON.stringify(variables) };
    expect(await get(gateway, parameters)).toEqual(answer);
    const follower = new Follower(connect(gateway), '', variables, extensions);
    expect(await follower.ended).toEqual({});
    expect(follower.results).toEqual([{ data: answer.data }]);
  });

  it('are registered over GET and over sockets too', async () => {
    const gateway = await kit.gateway();
    const [one, two] = ['{ book(id: "1") { title } }', 'subscription { ticks { note } }'] as const;
    expect(await get(gateway, { query: one, extensions: JSON.stringify(persisted(one)) })).toEqual(answer);
    expect(await post(gateway, { extensions: persisted(one) })).toEqual(answer);
    kit.library.channel('ticks').tell('a');
    const client = connect(gateway);
    const unknown = new Follower(client, '', {}, persisted(two));
    expect((await unknown.ended).errors).toMatchObject([
      { extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } },
    ]);
    for (const text of [two, '']) {
      const follower = new Follower(client, text, {}, persisted(two));
      await follower.until(1);
      expect(follower.results).toMatchObject([{ data: { ticks: { note: 'a' } } }]);
      follower.leave();
    }
  });

  it('with a wrong hash are refused, and invalid ones are not remembered', async () => {
    const gateway = await kit.gateway();
    const wrong = await post(gateway, { query: '{ __typename }', extensions: persisted('{ other }') });
    expect([wrong.status, codeOf(wrong)]).toEqual([400, 'BAD_REQUEST']);
    const invalid = '{ nothing }';
    await post(gateway, { query: invalid, extensions: persisted(invalid) });
    expect(codeOf(await post(gateway, { extensions: persisted(invalid) }))).toBe('PERSISTED_QUERY_NOT_FOUND');
  });

  it.each([{ version: 2, sha256Hash: 'a' }, { version: 1 }, { version: 1, sha256Hash: {} }, 7, 'x', []])(
    'that are malformed are refused: %j',
    async (persistedQuery) => {
      const refused = await post(await kit.gateway(), { extensions: { persistedQuery } });
      expect([refused.status, codeOf(refused)]).toEqual([400, 'BAD_REQUEST']);
    },
  );

  it('are forgotten, the least recently used first, where there is no room', async () => {
    const documents = { ...kit.config.documents, rememberedBytes: 2_000 };
    const gateway = await kit.gateway({ documents });
    const texts = Array.from({ length: 20 }, (_, index) => `{ alias${index}: __typename }`);
    for (const text of texts) await post(gateway, { query: text, extensions: persisted(text) });
    const known = [];
    for (const text of texts)
      known.push((await post(gateway, { extensions: persisted(text) })).errors === undefined);
    expect(known[0]).toBe(false);
    expect(known.at(-1)).toBe(true);
    expect(known.filter(Boolean).length).toBeLessThan(12);
  });

  it('are not served where no room is given', async () => {
    const documents = { ...kit.config.documents, rememberedBytes: 0 };
    const gateway = await kit.gateway({ documents });
    expect(codeOf(await post(gateway, { extensions: persisted(query) }))).toBe(
      'PERSISTED_QUERY_NOT_SUPPORTED',
    );
  });
});

describe('trusted documents', () => {
  const title = 'query Title { book(id: "1") { title } }';
  const rename = 'mutation Rename { rename(id: "1", title: "One") { title } }';
  const ticks = 'subscription Ticks { ticks { note } }';
  const answer = { status: 200, data: { book: { title: 'One' } } };
  const manifests = {
    apollo: {
      format: 'apollo-persisted-query-manifest',
      version: 1,
      operations: [
        { id: sha256(title), name: 'Title', type: 'query', body: title },
        { id: 'rename', name: 'Rename', type: 'mutation', body: rename },
        { id: 'ticks', name: 'Ticks', type: 'subscription', body: ticks },
      ],
    },
    codegen: { [sha256(title)]: title, rename, ticks },
  };
  const gatewayFor = async (name: keyof typeof manifests, changes: Partial<GatewayConfig['documents']>) => {
    const trustedFile = join(folder, `${name}.json`);
    await writeFile(trustedFile, JSON.stringify(manifests[name]));
    return kit.gateway({ documents: { ...kit.config.documents, trustedFile, ...changes } });
  };

  it.each(['apollo', 'codegen'] as const)(
    'of a manifest of %s are served by id, whatever names it',
    async (name) => {
      const gateway = await gatewayFor(name, {});
      expect(await post(gateway, { extensions: persisted(title) })).toEqual(answer);
      expect(await post(gateway, { documentId: sha256(title) })).toEqual(answer);
      expect(await post(gateway, { documentId: `sha256:${sha256(title)}` })).toEqual(answer);
      expect(await get(gateway, { documentId: sha256(title) })).toEqual(answer);
      expect(codeOf(await post(gateway, { documentId: 'nothing' }))).toBe('PERSISTED_QUERY_NOT_IN_LIST');
      expect(await post(gateway, { query: '{ __typename }' })).toMatchObject({
        data: { __typename: 'Query' },
      });
    },
  );

  it('are all that is served where the gateway is told so, over HTTP and sockets', async () => {
    const gateway = await gatewayFor('codegen', { trustedOnly: true });
    const other = '{ book(id: "1") { title } }';
    expect(await post(gateway, { documentId: sha256(title) })).toEqual(answer);
    expect(await post(gateway, { query: title })).toEqual(answer);
    for (const body of [
      { query: other },
      { query: other, extensions: persisted(other) },
      { query: `${title} ` },
    ]) {
      const refused = await post(gateway, body);
      expect([refused.status, codeOf(refused)]).toEqual([400, 'QUERY_NOT_IN_SAFELIST']);
    }
    expect(codeOf(await post(gateway, { extensions: persisted(other) }))).toBe('PERSISTED_QUERY_NOT_IN_LIST');
    expect(codeOf(await get(gateway, { query: other }))).toBe('QUERY_NOT_IN_SAFELIST');
    expect(codeOf(await post(gateway, {}))).toBe('BAD_REQUEST');
    kit.library.channel('ticks').tell('b');
    const client = connect(gateway);
    const refused = await new Follower(client, 'subscription { ticks { note viewer } }').ended;
    expect(refused.errors).toMatchObject([{ extensions: { code: 'QUERY_NOT_IN_SAFELIST' } }]);
    const follower = new Follower(client, '', {}, { persistedQuery: { version: 1, sha256Hash: 'ticks' } });
    await follower.until(1);
    follower.leave();
  });

  it.each([
    ['is missing', undefined, 'cannot be read'],
    ['is not JSON', '{', 'cannot be read'],
    ['is no manifest', '[1]', 'must be an Apollo manifest'],
    ['holds a malformed document', '{"a":"{"}', 'not GraphQL, a'],
  ])('keep the gateway from starting where the manifest %s', async (name, content, message) => {
    const trustedFile = join(folder, `${name}.json`);
    if (content !== undefined) await writeFile(trustedFile, content);
    const documents = { ...kit.config.documents, trustedFile };
    await expect(kit.gateway({ documents })).rejects.toThrow(message);
  });

  it('cannot be all that is served without a manifest', async () => {
    const environment = { SUPERGRAPH_FILE: 'x', TRUSTED_DOCUMENTS_ONLY: 'true' };
    await expect(readGatewayConfig(environment)).rejects.toThrow('TRUSTED_DOCUMENTS_FILE must be set');
  });
});

describe('a batch', () => {
  const one = { query: '{ book(id: "1") { title } }' };

  it('is answered in its order where batches are served, up to their limit', async () => {
    const gateway = await kit.gateway({ maxBatch: 3 });
    const two = { query: 'query Two { book(id: "2") { title } }' };
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify([one, two, { query: '{' }]),
    });
    expect(await response.json()).toMatchObject([
      { data: { book: { title: 'One' } } },
      { data: { book: { title: 'Two' } } },
      { errors: [{ extensions: { code: 'GRAPHQL_PARSE_FAILED' } }] },
    ]);
    for (const wrong of [[one, one, one, one], []]) {
      const refused = await post(gateway, wrong);
      expect([refused.status, codeOf(refused)]).toEqual([400, 'BAD_REQUEST']);
    }
  });

  it('counts as many operations as it has', async () => {
    const limits = { ...kit.config.limits, operationsPerMinute: 4 };
    const gateway = await kit.gateway({ maxBatch: 3, limits });
    await post(gateway, [one, one, one]);
    const refused = await post(gateway, [one, one]);
    expect([refused.status, codeOf(refused)]).toEqual([429, 'RATE_LIMITED']);
  });
});
