import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphqlClient, failureOf, logIn, PASSWORD, type Client } from '../support/client.ts';
import { register } from '../support/customers.ts';
import { mugs, placeOrder } from '../support/orders.ts';
import { refusalOf } from '../support/refusals.ts';
import { startSystem, type System } from '../support/system.ts';

let system: System;

beforeAll(async () => {
  system = await startSystem({ REVOCATIONS_INTERVAL_MS: '50' });
});
afterAll(() => system.remove());

const newSession = async () => {
  const email = `${randomUUID()}@example.com`;
  const { session } = await register(system.url, { email, password: PASSWORD, name: 'Emmy' });
  return { email, ...session! };
};

/** Places orders until the first event arrives, because an order may end before the subscription begins. */
async function placeOrderUntil(first: Promise<unknown>, customer: Client): Promise<void> {
  const come = first.then(() => true);
  while (!(await Promise.race([come, placeOrder(customer, mugs()).then(() => false)]))) continue;
}

const SAGA_EVENTS = 'subscription { sagaEvents { sequence } }';

/** Streams the text that a subscription to the events of sagas receives; the first chunk comes with an event. */
async function* openStream(path: string, accept: string, token: string): AsyncGenerator<string, void> {
  const { body } = await fetch(system.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept, authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: SAGA_EVENTS }),
  });
  let waiting = true;
  let text = '';
  for await (const chunk of body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (waiting && !text.includes('"sequence"')) continue;
    waiting = false;
    yield text;
    text = '';
  }
}

const unauthenticated = { status: 401, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] };

describe('an access token', () => {
  it('is refused within seconds of its session’s logout, and those of other sessions are not', async () => {
    const { email, accessToken } = await newSession();
    const other = await createGraphqlClient(system.url).ask<{
      login: { session: { accessToken: string } };
    }>('mutation ($input: LoginInput!) { login(input: $input) { session { accessToken } } }', {
      input: { email, password: PASSWORD },
    });
    const client = createGraphqlClient(system.url, accessToken);
    expect(await client.ask('mutation { logout { errors { __typename } } }')).toEqual({
      logout: { errors: [] },
    });
    expect(await refusalOf(system.url, accessToken)).toMatchObject(unauthenticated);
    const { accessToken: live } = other.login.session;
    expect(await createGraphqlClient(system.url, live).ask('{ me { email } }')).toEqual({ me: { email } });
    await createGraphqlClient(system.url, live).ask(
      'mutation { logoutEverywhere { errors { __typename } } }',
    );
    expect(await refusalOf(system.url, live)).toMatchObject(unauthenticated);
  });

  it('ends its subscriptions and its socket when its session ends', async () => {
    const admin = await logIn(system.url, 'admin');
    const ada = await logIn(system.url, 'ada');
    const events = admin.follow(SAGA_EVENTS);
    const first = events.next();
    await placeOrderUntil(first, ada);
    const rest = (async () => {
      for await (const _event of events);
    })();
    await admin.ask('mutation { logout { errors { __typename } } }');
    expect(await failureOf(rest)).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    await expect(admin.follow('{ me { email } }').next()).rejects.toMatchObject({ code: 4403 });
    await Promise.all([admin.close(), ada.close()]);
  });

  it.each([
    ['SSE', '/graphql', 'text/event-stream'],
    ['SSE at the path of streams', '/graphql/stream', 'text/event-stream'],
    ['multipart', '/graphql', 'multipart/mixed;subscriptionSpec=1.0, application/json'],
  ])('ends its streams when its session ends: %s', async (_name, path, accept) => {
    const admin = await logIn(system.url, 'admin');
    const ada = await logIn(system.url, 'ada');
    const stream = openStream(path, accept, admin.token!);
    const first = stream.next();
    await placeOrderUntil(first, ada);
    await admin.ask('mutation { logout { errors { __typename } } }');
    let rest = '';
    for await (const text of stream) rest += text;
    expect(rest).toContain('"code":"UNAUTHENTICATED"');
    await ada.close();
  });

  it('ends a stream of many operations when its session ends', async () => {
    const admin = await logIn(system.url, 'admin');
    const url = `${system.url}/graphql/stream`;
    const authorization = `Bearer ${admin.token!}`;
    const token = await (await fetch(url, { method: 'PUT', headers: { authorization } })).text();
    const opened = await fetch(`${url}?token=${token}`, { headers: { accept: 'text/event-stream' } });
    const body = JSON.stringify({ query: SAGA_EVENTS, extensions: { operationId: 'one' } });
    const headers = {
      ...{ authorization, 'content-type': 'application/json' },
      'x-graphql-event-stream-token': token,
    };
    const accepted = { method: 'POST', headers, body };
    expect((await fetch(url, accepted)).status).toBe(202);
    await admin.ask('mutation { logout { errors { __typename } } }');
    expect(await opened.text()).toMatch(/event: next\ndata: {"id":"one",.*"code":"UNAUTHENTICATED"/);
    expect((await fetch(url, accepted)).status).toBe(404);
  });

  it('cannot be used to ask for revocations', async () => {
    const admin = await logIn(system.url, 'admin');
    const { errors } = await admin.send('{ revocations { hasNextPage } }');
    expect(errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
  });
});
