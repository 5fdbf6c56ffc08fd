import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphqlClient, failureOf, logIn, PASSWORD, type Client } from '../support/client.ts';
import {
  ADDRESS,
  newCustomer,
  register,
  SESSION,
  type Customer,
  type SessionPayload,
} from '../support/customers.ts';
import { postGraphql } from '../support/http.ts';
import { mugs, placeOrder, progressOf } from '../support/orders.ts';
import { startSystem, type System } from '../support/system.ts';
import { withClaims, withSignature } from '../support/tokens.ts';

let system: System;
let nobody: Client;
let customer: Customer;

beforeAll(async () => {
  system = await startSystem();
  nobody = createGraphqlClient(system.url);
  customer = await newCustomer(system.url);
});

afterAll(async () => {
  await system.remove();
});

const LOGIN = `mutation ($input: LoginInput!) { login(input: $input) { ${SESSION} } }`;
const REFRESH = `mutation ($token: String!) { refreshSession(refreshToken: $token) { ${SESSION} } }`;
const UPDATE = `mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) {
  customer { name addresses { name line1 line2 city region postalCode country } }
  errors { ... on UserError { code path } } } }`;

const logInAs = async (email: string, password: string): Promise<SessionPayload> =>
  (await nobody.ask<{ login: SessionPayload }>(LOGIN, { input: { email, password } })).login;
const refresh = async (token: string): Promise<SessionPayload> =>
  (await nobody.ask<{ refreshSession: SessionPayload }>(REFRESH, { token })).refreshSession;
const meOf = async (token: string): Promise<unknown> =>
  (await createGraphqlClient(system.url, token).ask<{ me: unknown }>('{ me { email role } }')).me;

const refusal = (typename: string, code: string, ...path: string[]) => ({
  session: null,
  errors: [{ __typename: typename, code, path: path.length === 0 ? expect.anything() : path }],
});

describe('registration', () => {
  it('opens an account that can be used at once, as CUSTOMER', async () => {
    const email = `${randomUUID()}@example.com`;
    const { session } = await register(system.url, { email, password: PASSWORD, name: 'Emmy' });
    expect(session?.customer).toMatchObject({ email, name: 'Emmy' });
    expect(await meOf(session!.accessToken)).toEqual({ email, role: 'CUSTOMER' });
  });

  it('refuses a taken e-mail address, whatever its case', async () => {
    const input = { email: customer.email.toUpperCase(), password: PASSWORD, name: 'Emmy' };
    expect(await register(system.url, input)).toEqual(refusal('EmailTaken', 'EMAIL_TAKEN', 'input', 'email'));
  });

  it.each([
    ['a malformed e-mail address', { email: 'nobody at home' }, 'email'],
    ['a password of 11 characters', { password: 'p'.repeat(11) }, 'password'],
    ['a password of 129 characters', { password: 'p'.repeat(129) }, 'password'],
    ['a blank name', { name: ' ' }, 'name'],
    ['a name of 101 characters', { name: 'n'.repeat(101) }, 'name'],
  ])('refuses %s', async (_what, wrong, field) => {
    const input = { email: `${randomUUID()}@example.com`, password: PASSWORD, name: 'Emmy', ...wrong };
    expect(await register(system.url, input)).toEqual(
      refusal('ValidationError', 'VALIDATION_ERROR', 'input', field),
    );
    expect((await logInAs(input.email, input.password)).session).toBeNull();
  });
});

describe('a login', () => {
  it('gives a session that names who it is for and when it ends', async () => {
    const { session } = await logInAs(customer.email, PASSWORD);
    expect(session?.customer.id).toBe(customer.id);
    expect(Date.parse(session!.expiresAt)).toBeGreaterThan(Date.now());
    expect(await meOf(session!.accessToken)).toEqual({ email: customer.email, role: 'CUSTOMER' });
  });

  it('is refused alike for a wrong password and for an unknown e-mail address', async () => {
    const wrong = await logInAs(customer.email, 'not-the-password');
    expect(wrong).toEqual(refusal('InvalidCredentials', 'INVALID_CREDENTIALS'));
    expect(await logInAs(`${randomUUID()}@example.com`, 'not-the-password')).toEqual(wrong);
  });

  it('is limited: after ten failures even the right password has to wait', async () => {
    const { email } = await newCustomer(system.url);
    for (let attempt = 0; attempt < 10; attempt += 1) await logInAs(email, 'not-the-password');
    const { headers, text } = await postGraphql(system.url, {
      query: LOGIN,
      variables: { input: { email, password: PASSWORD } },
    });
    const { errors } = JSON.parse(text) as { errors: readonly { extensions: { retryAfter: number } }[] };
    expect(errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED' } }]);
    expect(errors[0]!.extensions.retryAfter).toBeGreaterThan(800);
    expect(headers.get('retry-after')).toBe(String(errors[0]!.extensions.retryAfter));
    expect((await logInAs(customer.email, PASSWORD)).errors).toEqual([]);
  });
});

describe('a refresh token', () => {
  it('gives a new session, whose refresh token is another one', async () => {
    const { session } = await logInAs(customer.email, PASSWORD);
    const { session: next } = await refresh(session!.refreshToken);
    expect(next?.refreshToken).not.toBe(session?.refreshToken);
    expect(await meOf(next!.accessToken)).toEqual({ email: customer.email, role: 'CUSTOMER' });
  });

  it('works once, apart from repetitions while its answer may be lost', async () => {
    const { session } = await logInAs(customer.email, PASSWORD);
    const { session: next } = await refresh(session!.refreshToken);
    expect((await refresh(session!.refreshToken)).session?.refreshToken).toBe(next?.refreshToken);
    expect((await refresh(next!.refreshToken)).session).not.toBeNull();
    expect(await refresh(session!.refreshToken)).toEqual(
      refusal('InvalidCredentials', 'INVALID_CREDENTIALS', 'refreshToken'),
    );
  });

  it('is refused when it is none', async () => {
    for (const token of ['', 'nonsense', customer.token])
      expect(await refresh(token)).toEqual(
        refusal('InvalidCredentials', 'INVALID_CREDENTIALS', 'refreshToken'),
      );
  });
});

describe('a profile', () => {
  const second = { ...ADDRESS, name: 'At Work', line2: 'Floor 3', postalCode: '22201', city: 'Arlington' };

  it('gives orders their default address, which is the first', async () => {
    const { client } = await newCustomer(system.url, [ADDRESS]);
    const { updateProfile } = await client.ask<{ updateProfile: object }>(UPDATE, {
      input: { addresses: [second, ADDRESS] },
    });
    expect(updateProfile).toEqual({ customer: { name: 'Mary', addresses: [second, ADDRESS] }, errors: [] });
    const { orderId } = await placeOrder(client, mugs());
    const { order } = await client.ask<{ order: object }>(
      'query ($id: ID!) { order(id: $id) { shippingAddress { name line1 line2 city region postalCode country } } }',
      { id: orderId },
    );
    expect(order).toEqual({ shippingAddress: second });
  });

  it('keeps what a change does not name', async () => {
    const { client } = await newCustomer(system.url, [ADDRESS]);
    const { updateProfile } = await client.ask<{ updateProfile: object }>(UPDATE, {
      input: { name: 'Emmy' },
    });
    expect(updateProfile).toEqual({ customer: { name: 'Emmy', addresses: [ADDRESS] }, errors: [] });
  });

  it('refuses a malformed address, names the field and changes nothing', async () => {
    const { client } = await newCustomer(system.url, [ADDRESS]);
    const input = { name: 'Emmy', addresses: [ADDRESS, { ...ADDRESS, postalCode: 'ABC' }] };
    const { updateProfile } = await client.ask<{ updateProfile: object }>(UPDATE, { input });
    expect(updateProfile).toEqual({
      customer: null,
      errors: [{ code: 'VALIDATION_ERROR', path: ['input', 'addresses', '1', 'postalCode'] }],
    });
    expect(await client.ask('{ me { name addresses { postalCode } } }')).toEqual({
      me: { name: 'Mary', addresses: [{ postalCode: '62701' }] },
    });
  });

  it('cannot be changed by who is not logged in', async () => {
    const { data, errors } = await nobody.send(UPDATE, { input: { name: 'Emmy' } });
    expect(data).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });
});

describe('an access token', () => {
  /** Tokens that must not be accepted, made from a valid one. */
  const badTokens = async (): Promise<Readonly<Record<string, string>>> => {
    const past = Math.floor(Date.now() / 1000) - 1;
    return {
      expired: await withClaims(system.dataDir, customer.token, { exp: past, iat: past - 900 }),
      'for another audience': await withClaims(system.dataDir, customer.token, { aud: 'somebody-else' }),
      'of an unknown key': await withClaims(system.dataDir, customer.token, {}, { kid: 'nobody' }),
      'of another algorithm': await withClaims(system.dataDir, customer.token, {}, { alg: 'none' }),
      'with another signature': withSignature(customer.token, 'A'.repeat(86)),
      unsigned: withSignature(customer.token, ''),
      malformed: 'not-a-token',
    };
  };

  it('is believed when it is signed again with the same claims', async () => {
    const again = await withClaims(system.dataDir, customer.token, {});
    expect(await meOf(again)).toMatchObject({ email: customer.email });
  });

  it('is UNAUTHENTICATED over HTTP when it is expired, forged or malformed', async () => {
    for (const [what, token] of Object.entries(await badTokens())) {
      const { status, text } = await postGraphql(
        system.url,
        { query: '{ products { totalCount } }' },
        { authorization: `Bearer ${token}` },
      );
      expect([what, status]).toEqual([what, 401]);
      expect(JSON.parse(text)).toMatchObject({
        errors: [{ extensions: { code: 'UNAUTHENTICATED', correlationId: expect.any(String) as unknown } }],
      });
    }
  });

  it('closes the socket when it is expired, forged or malformed', async () => {
    for (const token of Object.values(await badTokens())) {
      const follower = createGraphqlClient(system.url, token);
      await expect(progressOf(follower, randomUUID())).rejects.toMatchObject({ code: 4403 });
      await follower.close();
    }
  });

  it('is needed for what belongs to somebody', async () => {
    for (const query of [
      '{ orders { totalCount } }',
      '{ order(id: "1") { id } }',
      '{ saga(id: "1") { id } }',
    ]) {
      const { errors } = await nobody.send(query);
      expect([query, errors]).toMatchObject([query, [{ extensions: { code: 'UNAUTHENTICATED' } }]]);
    }
    expect(await nobody.ask('{ me { id } }')).toEqual({ me: null });
    expect(await failureOf(placeOrder(nobody, mugs()))).toMatchObject([
      { extensions: { code: 'UNAUTHENTICATED' } },
    ]);
  });
});

describe('the demo logins', () => {
  it.each([
    ['ada', 'CUSTOMER'],
    ['grace', 'CUSTOMER'],
    ['admin', 'ADMIN'],
  ] as const)('%s is %s', async (name, role) => {
    const client = await logIn(system.url, name);
    expect(await client.ask('{ me { email role } }')).toEqual({ me: { email: `${name}@example.com`, role } });
  });
});
