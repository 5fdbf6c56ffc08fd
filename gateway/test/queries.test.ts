import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ada } from '@counterstep/service-kit/testing';
import type { Service } from '@counterstep/service-kit/server';
import { ask, createLibraryKit, type LibraryKit } from './kit.ts';

describe('queries and mutations', () => {
  let kit: LibraryKit;
  let gateway: Service;

  beforeAll(async () => {
    kit = await createLibraryKit();
    gateway = await kit.gateway();
  });
  afterAll(() => kit.end());

  it('resolves each field in the subgraph that owns it', async () => {
    const { data, errors } = await ask(gateway, '{ books { title rating } reviewers }');
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      books: [
        { title: 'One', rating: 1 },
        { title: 'Two', rating: 2 },
      ],
      reviewers: ['ada'],
    });
  });

  it('asks each subgraph once for all entities of a list', async () => {
    const before = kit.library.ratingsAsked;
    const { data } = await ask(gateway, '{ books { rating } }');
    expect(data).toEqual({ books: [{ rating: 1 }, { rating: 2 }] });
    expect(kit.library.ratingsAsked - before).toBe(2);
  });

  it('executes mutations with variables, and reads what they changed', async () => {
    const mutation = 'mutation M($title: String!) { rename(id: "2", title: $title) { title rating } }';
    const { data } = await ask(gateway, mutation, { variables: { title: 'Deux' } });
    expect(data).toEqual({ rename: { title: 'Deux', rating: 2 } });
    expect(kit.library.titles.get('2')).toBe('Deux');
    kit.library.titles.set('2', 'Two');
  });

  it('hides what the schema marks inaccessible', async () => {
    const { errors } = await ask(gateway, '{ secret }');
    expect(errors![0]!.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('tells subgraphs which service calls, on whose behalf, and under which correlation id', async () => {
    const { data, headers } = await ask(gateway, '{ whoami { service viewer correlationId } }', {
      headers: { authorization: await kit.session(ada), 'x-correlation-id': 'correlation-1' },
    });
    expect(data!['whoami']).toEqual({ service: 'gateway', viewer: ada.id, correlationId: 'correlation-1' });
    expect(headers.get('x-correlation-id')).toBe('correlation-1');
  });

  it('lets anonymous requests through with no viewer', async () => {
    const { data } = await ask(gateway, '{ whoami { service viewer } }');
    expect(data!['whoami']).toEqual({ service: 'gateway', viewer: null });
  });

  it('answers introspection of the public schema', async () => {
    const { data } = await ask(gateway, '{ __type(name: "Book") { fields { name } } }');
    expect(data!['__type']).toEqual({
      fields: ['id', 'title', 'next', 'rating', 'stars'].map((name) => ({ name })),
    });
  });
});

describe('sessions', () => {
  let kit: LibraryKit;
  let gateway: Service;

  beforeAll(async () => {
    kit = await createLibraryKit();
    gateway = await kit.gateway();
  });
  afterAll(() => kit.end());

  it('refuses a token that has expired since it was last seen', async () => {
    let now = Date.now();
    const late = await kit.gateway({}, { clock: { now: () => now } });
    const headers = { authorization: await kit.session(ada, 600) };
    expect((await ask(late, '{ whoami { viewer } }', { headers })).data).toEqual({
      whoami: { viewer: ada.id },
    });
    now += 601_000;
    const { status, errors } = await ask(late, '{ whoami { viewer } }', { headers });
    expect([status, errors![0]!.message]).toEqual([401, 'The token has expired.']);
  });

  it.each([
    ['malformed', () => 'Bearer nonsense'],
    ['of another scheme', () => 'Basic YWRhOnNlY3JldA=='],
    ['expired', () => kit.session(ada, -10)],
    ['forged', async () => `${(await kit.session(ada)).slice(0, -4)}AAAA`],
  ])('refuses the whole request when the token is %s', async (_kind, token) => {
    for (const accept of ['application/json', 'application/graphql-response+json']) {
      const headers = { accept, authorization: await token() };
      const response = await ask(gateway, '{ books { title } }', { headers });
      expect(response.status).toBe(401);
      expect(response.headers.get('content-type')).toContain(accept);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
      expect(response.data).toBeUndefined();
      expect(response.errors![0]!.extensions).toMatchObject({
        code: 'UNAUTHENTICATED',
        correlationId: response.headers.get('x-correlation-id'),
      });
    }
  });
});
