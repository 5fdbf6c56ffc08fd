import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphqlClient, failureOf, logIn, PASSWORD, type Client } from '../support/client.ts';
import { register } from '../support/customers.ts';
import { postGraphql } from '../support/http.ts';
import { mugs, placeOrder } from '../support/orders.ts';
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

/** Asks until the token is refused, and answers with the refusal. */
async function refusalOf(token: string): Promise<unknown> {
  for (;;) {
    const body = { query: '{ products { totalCount } }' };
    const { status, text } = await postGraphql(system.url, body, { authorization: `Bearer ${token}` });
    if (status !== 200) return { status, ...(JSON.parse(text) as object) };
  }
}

/** Places orders until the first event has come: the subscription may begin after an order has ended. */
async function placeOrderUntil(first: Promise<unknown>, customer: Client): Promise<void> {
  const come = first.then(() => true);
  while (!(await Promise.race([come, placeOrder(customer, mugs()).then(() => false)]))) continue;
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
    expect(await refusalOf(accessToken)).toMatchObject(unauthenticated);
    const { accessToken: live } = other.login.session;
    expect(await createGraphqlClient(system.url, live).ask('{ me { email } }')).toEqual({ me: { email } });
    await createGraphqlClient(system.url, live).ask(
      'mutation { logoutEverywhere { errors { __typename } } }',
    );
    expect(await refusalOf(live)).toMatchObject(unauthenticated);
  });

  it('ends its subscriptions and its socket when its session ends', async () => {
    const admin = await logIn(system.url, 'admin');
    const ada = await logIn(system.url, 'ada');
    const events = admin.follow('subscription { sagaEvents { sequence } }');
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

  it('cannot be used to ask for revocations', async () => {
    const admin = await logIn(system.url, 'admin');
    const { errors } = await admin.send('{ revocations { hasNextPage } }');
    expect(errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
  });
});
