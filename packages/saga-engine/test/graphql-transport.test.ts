import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { createGraphqlTransport, type StepAnswer } from '../src/index.ts';

const document = parse('mutation($step: StepInput!) { book(step: $step) { id } }');

let server: Server;
let url: string;
let respond: (request: IncomingMessage, response: ServerResponse, body: string) => void;
const errors: unknown[] = [];

beforeEach(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    response.sendDate = false;
    request.on('end', () => {
      respond(request, response, body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  errors.length = 0;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const send = (signal = new AbortController().signal): Promise<StepAnswer> =>
  createGraphqlTransport({
    urlOf: () => url,
    headers: () => ({ authorization: 'Bearer token' }),
    onError: (_, error) => errors.push(error),
  }).send({
    subgraph: 'hotels',
    document,
    variables: { step: { sagaId: 'saga-1' } },
    correlationId: 'correlation-1',
    signal,
  });

const answering = (status: number, body: unknown, headers: Record<string, string> = {}) => {
  respond = (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
};

describe('the transport of steps', () => {
  it('posts the document with variables, identity and correlation id', async () => {
    const seen: Record<string, unknown>[] = [];
    respond = ({ method, url: path, headers }, response, body) => {
      seen.push({ method, path, ...headers, body: JSON.parse(body) as unknown });
      response.end('{"data":{"book":{"id":"1"}}}');
    };
    expect(await send()).toEqual({ kind: 'data', data: { book: { id: '1' } } });
    expect(seen).toEqual([
      expect.objectContaining({
        method: 'POST',
        path: '/graphql',
        authorization: 'Bearer token',
        'x-correlation-id': 'correlation-1',
        body: {
          query: expect.stringContaining('book(step: $step)') as unknown,
          variables: { step: { sagaId: 'saga-1' } },
        },
      }),
    ]);
  });

  it('keeps its connections', async () => {
    const ports = new Set<number | undefined>();
    respond = ({ socket }, response) => {
      ports.add(socket.remotePort);
      response.end('{"data":{}}');
    };
    for (let call = 0; call < 5; call += 1) await send();
    expect(ports.size).toBeLessThan(5);
  });

  it('hands on the code and the message of an error', async () => {
    answering(200, {
      errors: [{ message: 'Too late.', extensions: { code: 'DEADLINE_EXCEEDED' } }],
      data: null,
    });
    expect(await send()).toEqual({ kind: 'error', code: 'DEADLINE_EXCEEDED', message: 'Too late.' });
  });

  it('takes an error beside data for an error', async () => {
    answering(200, { errors: [{ message: 'Half.' }], data: { book: { id: '1' } } });
    expect(await send()).toEqual({ kind: 'error', message: 'Half.' });
  });

  it.each([
    ['to the millisecond', { 'x-service-time': '2026-03-01T09:00:00.250Z' }, 250, 251],
    ['to the second', { date: 'Sun, 01 Mar 2026 09:00:00 GMT' }, 0, 1_000],
  ])('hands on what a service says of its clock, %s', async (_, headers, earliest, latest) => {
    const at = Date.parse('2026-03-01T09:00:00Z');
    answering(200, { data: { book: null } }, headers);
    expect((await send()).clock).toEqual({ earliest: at + earliest, latest: at + latest });
  });

  it('takes a date in Retry-After for one of the clock of whoever asks', async () => {
    const date = 'Sun, 01 Mar 2026 09:00:00 GMT';
    answering(503, 'busy', { date, 'retry-after': 'Sun, 01 Mar 2026 09:00:07 GMT' });
    expect(await send()).toMatchObject({ retryAfterMs: 7_000 });
  });

  it.each([
    ['seconds', '3', 3_000],
    ['a date that is over', 'Sat, 01 Mar 2025 09:00:00 GMT', 0],
  ])('hands on Retry-After as %s', async (_, header, retryAfterMs) => {
    answering(503, 'busy', { 'retry-after': header });
    expect(await send()).toMatchObject({ kind: 'error', code: 'SERVICE_UNAVAILABLE', retryAfterMs });
  });

  it.each([
    [200, 'not JSON', 'MALFORMED_ANSWER'],
    [200, { data: null }, 'MALFORMED_ANSWER'],
    [200, { data: 1 }, 'MALFORMED_ANSWER'],
    [200, [], 'MALFORMED_ANSWER'],
    [404, 'nothing here', 'MALFORMED_ANSWER'],
    [502, 'bad gateway', 'SERVICE_UNAVAILABLE'],
  ])('takes HTTP %i with %j for %s', async (status, body, code) => {
    answering(status, body);
    expect(await send()).toMatchObject({ kind: 'error', code });
  });

  it('says that a subgraph cannot be reached, without telling the customer why', async () => {
    respond = ({ socket }) => {
      socket.destroy();
    };
    expect(await send()).toEqual({
      kind: 'error',
      code: 'SERVICE_UNAVAILABLE',
      message: 'hotels cannot be reached.',
    });
    expect(errors).toHaveLength(1);
  });

  it('ends when it is told to', async () => {
    const given = new AbortController();
    respond = () => {
      given.abort();
    };
    expect(await send(given.signal)).toMatchObject({ kind: 'error' });
  });
});
