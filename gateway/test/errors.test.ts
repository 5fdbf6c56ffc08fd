import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ask, createLibraryKit, recordingLog, type LibraryKit } from './kit.ts';
import { Gate } from './library.ts';

const unavailable = { code: 'SERVICE_UNAVAILABLE', correlationId: expect.any(String) as unknown };

describe('errors', () => {
  let kit: LibraryKit;

  beforeEach(async () => {
    kit = await createLibraryKit();
  });
  afterEach(() => kit.end());

  it('masks what a subgraph did not expect, and logs it under the correlation id', async () => {
    const { log, entries } = recordingLog();
    const gateway = await kit.gateway({}, { log });
    const { errors, headers, data } = await ask(gateway, '{ boom books { title } }');
    expect(data).toMatchObject({ boom: null, books: [{ title: 'One' }, { title: 'Two' }] });
    const correlationId = headers.get('x-correlation-id');
    expect(errors).toEqual([
      {
        message: 'Something unexpected happened.',
        path: ['boom'],
        extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId },
      },
    ]);
    const logged = entries.filter(({ msg }) => msg === 'unexpected error');
    expect(logged).toHaveLength(1);
    expect(logged[0]).toMatchObject({ level: 50, correlationId, subgraph: 'books' });
  });

  it('lets registered codes pass with their message, and names the argument at fault', async () => {
    const gateway = await kit.gateway();
    const { errors } = await ask(gateway, '{ teapot checked(word: "x") }');
    expect(errors).toEqual([
      {
        message: 'Not for you.',
        path: ['teapot'],
        extensions: { code: 'FORBIDDEN', correlationId: expect.any(String) },
      },
      {
        message: 'Not a word.',
        path: ['checked'],
        extensions: { code: 'BAD_USER_INPUT', argument: ['word'], correlationId: expect.any(String) },
      },
    ]);
  });

  it('shows a database that is away as a service that is away, and logs what it hides', async () => {
    const { log, entries } = recordingLog();
    const gateway = await kit.gateway({}, { log });
    const { errors } = await ask(gateway, '{ full }');
    const message = 'A service cannot be reached; the fields it owns are null.';
    expect(errors).toEqual([{ message, path: ['full'], extensions: unavailable }]);
    expect(entries).toContainEqual(
      expect.objectContaining({
        err: expect.objectContaining({ message: 'The database file could not be written.' }) as unknown,
      }),
    );
  });

  it('gives every error of a wrong request a code and the correlation id', async () => {
    const gateway = await kit.gateway();
    const headers = { accept: 'application/graphql-response+json' };
    const cases = [
      ['{', {}, 'GRAPHQL_PARSE_FAILED'],
      ['{ nothing }', {}, 'GRAPHQL_VALIDATION_FAILED'],
      ['query ($id: ID!) { book(id: $id) { id } }', {}, 'BAD_USER_INPUT'],
      ['query A { books { id } } query B { books { id } }', {}, 'OPERATION_RESOLUTION_FAILURE'],
      ['', {}, 'BAD_REQUEST'],
      ['subscription { ticks { note } }', {}, 'BAD_REQUEST'],
    ] as const;
    for (const [query, variables, code] of cases) {
      const response = await ask(gateway, query, { variables, headers });
      expect([query, response.status]).toEqual([query, 400]);
      expect(response.errors![0]!.extensions).toEqual({
        code,
        correlationId: response.headers.get('x-correlation-id'),
      });
    }
  });

  it('costs only its own fields when a subgraph is down', async () => {
    const gateway = await kit.gateway();
    await kit.stop('reviews');
    const { status, data, errors } = await ask(gateway, '{ books { title rating stars } }');
    expect(status).toBe(200);
    expect(data).toEqual({
      books: [
        { title: 'One', rating: null, stars: null },
        { title: 'Two', rating: null, stars: null },
      ],
    });
    expect(errors!.map(({ path }) => path)).toEqual([
      ['books', 0, 'rating'],
      ['books', 0, 'stars'],
      ['books', 1, 'rating'],
      ['books', 1, 'stars'],
    ]);
    for (const { extensions } of errors!) expect(extensions).toEqual(unavailable);
  });

  it('names the root fields of a subgraph that is down', async () => {
    const gateway = await kit.gateway();
    await kit.stop('books');
    const { data, errors } = await ask(gateway, '{ all: books { title } shelves }');
    expect(data).toBeNull();
    expect(errors).toMatchObject([{ path: ['all'], extensions: unavailable }]);
  });

  it('answers without the fields of a subgraph that hangs', async () => {
    const gateway = await kit.gateway({
      subgraphTimeouts: { connectMs: 100, requestMs: 200, silenceMs: 1_000 },
    });
    const gate = (kit.library.gate = new Gate());
    const { data, errors } = await ask(gateway, '{ book(id: "1") { title rating } }');
    gate.open();
    expect(data).toEqual({ book: { title: 'One', rating: null } });
    expect(errors).toMatchObject([{ path: ['book', 'rating'], extensions: unavailable }]);
  });

  it('serves the fields again once the subgraph is back', async () => {
    const gateway = await kit.gateway();
    await kit.stop('reviews');
    await ask(gateway, '{ books { rating } }');
    await kit.start('reviews');
    expect((await ask(gateway, '{ books { rating } }')).errors).toBeUndefined();
  });

  it.each([
    ['502 with a page', 502, 'text/html', '<h1>Bad gateway</h1>'],
    ['500 with JSON', 500, 'application/json', '{"errors":[{"message":"at /srv/secret.js:1"}]}'],
    ['200 with a page', 200, 'text/html', '<h1>Hello</h1>'],
  ])(
    'says no more than SERVICE_UNAVAILABLE when a subgraph answers %s',
    async (_kind, status, type, body) => {
      const server = createServer((_request, response) => {
        response.writeHead(status, { 'content-type': type }).end(body);
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const gateway = await kit.gateway({ subgraphUrls: { ...kit.config.subgraphUrls, reviews: url } });
      const { data, errors } = await ask(gateway, '{ book(id: "1") { title stars } }');
      server.close();
      expect(data).toEqual({ book: { title: 'One', stars: null } });
      expect(errors).toEqual([
        {
          message: 'A service cannot be reached; the fields it owns are null.',
          path: ['book', 'stars'],
          extensions: unavailable,
        },
      ]);
    },
  );

  it('does not blame the client when a subgraph refuses the gateway’s own token', async () => {
    const other = await createLibraryKit();
    const gateway = await kit.gateway({
      keys: { ...kit.config.keys!, internalPrivate: other.config.keys!.internalPrivate },
    });
    await other.end();
    const { errors } = await ask(gateway, '{ teapot }');
    expect(errors).toMatchObject([{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }]);
  });
});
