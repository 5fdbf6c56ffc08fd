import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphqlClient, NoAnswer, OperationFailed } from '@counterstep/graphql-client';
import { buildSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';

const schema = buildSchema('type Query { greeting: String } type Subscription { count: Int, token: String }');

/** The server's handler for the next request. */
let next: (response: ServerResponse) => void;
let lastToken: string | undefined;
let server: Server;
let url: string;

async function* upTo(limit: number) {
  for (let count = 1; count <= limit; count += 1) yield await Promise.resolve({ count });
}

beforeAll(async () => {
  server = createServer((request, response) => {
    lastToken = request.headers.authorization;
    request.resume().once('end', () => {
      next(response);
    });
  });
  const sockets = new WebSocketServer({ server, path: '/graphql' });
  useServer({ schema, roots: { subscription: { count: () => upTo(3) } } }, sockets);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const says = (status: number, text: string): void => {
  next = (response) => response.writeHead(status).end(text);
};

describe('over HTTP', () => {
  it('answers data, and sends its token', async () => {
    says(200, '{"data":{"greeting":"hello"}}');
    const client = createGraphqlClient({ url, token: 'secret' });
    expect(await client.ask('{ greeting }')).toEqual({ greeting: 'hello' });
    expect(lastToken).toBe('Bearer secret');
  });

  it('tells errors with their codes, and those without one as NO_CODE', async () => {
    says(
      400,
      '{"data":null,"errors":[{"message":"No.","extensions":{"code":"FORBIDDEN"}},{"message":"Why?"}]}',
    );
    const client = createGraphqlClient({ url });
    const failure = await client.ask('{ greeting }').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(OperationFailed);
    expect(failure).toMatchObject({ message: 'No.', code: 'FORBIDDEN' });
    const { errors } = await client.send('{ greeting }');
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN', 'NO_CODE']);
  });

  it('tells what is no GraphQL by its status', async () => {
    says(502, '<html>Bad gateway</html>');
    const failure = await createGraphqlClient({ url })
      .ask('{ greeting }')
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(NoAnswer);
    expect(failure).toMatchObject({ status: 502 });
  });

  it('gives up on a server that does not answer', async () => {
    next = () => undefined;
    const client = createGraphqlClient({ url, timeoutMs: 50 });
    await expect(client.ask('{ greeting }')).rejects.toMatchObject({ name: 'Error', status: undefined });
    await expect(client.ask('{ greeting }')).rejects.toBeInstanceOf(NoAnswer);
  });

  it('says that nothing answers there', async () => {
    const client = createGraphqlClient({ url: 'http://127.0.0.1:1' });
    await expect(client.ask('{ greeting }')).rejects.toThrow('http://127.0.0.1:1/graphql cannot be reached');
  });
});

describe('over WebSocket', () => {
  it('follows a subscription to its end', async () => {
    const client = createGraphqlClient({ url });
    const counts: number[] = [];
    for await (const { count } of client.follow<{ count: number }>('subscription { count }'))
      counts.push(count);
    await client.close();
    expect(counts).toEqual([1, 2, 3]);
  });

  it('fails with the errors of a subscription that is refused', async () => {
    const client = createGraphqlClient({ url });
    const events = client.follow('subscription { unknown }');
    await expect(events.next()).rejects.toBeInstanceOf(OperationFailed);
    await client.close();
  });

  it('opens a new socket after it was closed', async () => {
    const client = createGraphqlClient({ url });
    const first = client.follow('subscription { count }');
    await first.next();
    await client.close();
    expect(await client.follow('subscription { count }').next()).toMatchObject({ value: { count: 1 } });
    client.terminate();
  });
});
