import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createSessionVerifier } from '@counterstep/identity';
import { createManualClock, type ManualClock } from '@counterstep/service-kit/testing';
import { createCustomersService } from '../src/service.ts';
import {
  cleanUp,
  configOf,
  DAY_MS,
  PASSWORD,
  registration,
  startCustomers,
  type CustomersKit,
} from './kit.ts';

describe('accounts', () => {
  let clock: ManualClock;
  let customers: CustomersKit;

  beforeEach(async () => {
    clock = createManualClock();
    customers = await startCustomers({}, { clock });
  });
  afterEach(cleanUp);

  it('opens an account as CUSTOMER, with a token that says for fifteen minutes who it is', async () => {
    const input = registration({ email: ' Mary@Example.COM ', name: ' Mary ' });
    const { customer, accessToken, expiresAt } = (await customers.register(input)).session!;
    expect(customer).toMatchObject({
      email: 'mary@example.com',
      name: 'Mary',
      role: 'CUSTOMER',
      addresses: [],
    });
    expect(expiresAt).toBe('2026-03-01T09:15:00.000Z');
    const verify = createSessionVerifier(customers.kit.keys.sessionPublic, () => clock.now());
    expect((await verify(accessToken)).viewer).toEqual({
      sessionId: expect.any(String),
      id: customer.id,
      email: 'mary@example.com',
      name: 'Mary',
      role: 'CUSTOMER',
    });
    clock.advance(15 * 60_000);
    await expect(verify(accessToken)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('names everything that is wrong with a registration at once, and opens no account', async () => {
    const { session, errors } = await customers.register({ email: 'mary', password: 'too short', name: ' ' });
    expect(session).toBeNull();
    expect(errors.map(({ __typename, code, path }) => [__typename, code, path])).toEqual([
      ['ValidationError', 'VALIDATION_ERROR', ['input', 'email']],
      ['ValidationError', 'VALIDATION_ERROR', ['input', 'password']],
      ['ValidationError', 'VALIDATION_ERROR', ['input', 'name']],
    ]);
    expect((await customers.login('mary', 'too short')).session).toBeNull();
  });

  it.each([
    ['eleven characters', 'a'.repeat(11), false],
    ['twelve characters', 'a'.repeat(12), true],
    ['twelve characters, some of them spaces at the end', `${'a'.repeat(9)}   `, true],
    ['128 characters of two UTF-16 units each', '😀'.repeat(128), true],
    ['129 characters', 'a'.repeat(129), false],
  ])('checks a password of %s', async (_what, password, accepted) => {
    const { session } = await customers.register(registration({ password }));
    expect(session !== null).toBe(accepted);
  });

  it('opens one account for an e-mail address, whatever its case, however many ask at once', async () => {
    const emails = ['mary@example.com', 'MARY@example.com', 'mary@EXAMPLE.com', ' mary@example.com'];
    const answers = await Promise.all(emails.map((email) => customers.register(registration({ email }))));
    const refused = answers.filter(({ session }) => session === null);
    expect(refused).toHaveLength(3);
    for (const { errors } of [...refused, await customers.register()]) {
      expect(errors).toMatchObject([
        { __typename: 'EmailTaken', code: 'EMAIL_TAKEN', path: ['input', 'email'] },
      ]);
    }
  });

  it('logs in with the e-mail address in any case, and the password in any Unicode form', async () => {
    await customers.register(registration({ password: 'pâssword with accent'.normalize('NFC') }));
    const { session } = await customers.login('MARY@example.com ', 'pâssword with accent'.normalize('NFD'));
    expect(session!.customer.name).toBe('Mary');
  });

  it('answers alike when the e-mail address is wrong and when the password is', async () => {
    await customers.register();
    const wrongPassword = await customers.login('mary@example.com', `${PASSWORD}!`);
    const wrongEmail = await customers.login('nobody@example.com', PASSWORD);
    expect(wrongPassword).toEqual(wrongEmail);
    expect(wrongPassword).toMatchObject({
      session: null,
      errors: [{ __typename: 'InvalidCredentials', code: 'INVALID_CREDENTIALS', path: ['input'] }],
    });
  });

  it('exchanges each refresh token for a new session', async () => {
    let { session } = await customers.register();
    for (const _time of [1, 2, 3]) {
      clock.advance(9 * DAY_MS);
      const { refreshToken } = session!;
      ({ session } = await customers.refresh(refreshToken));
      expect(session!.refreshToken).not.toBe(refreshToken);
      expect(session!.customer.email).toBe('mary@example.com');
      expect(Date.parse(session!.expiresAt)).toBe(clock.now() + 15 * 60_000);
    }
  });

  it('ends a session of which a refresh token is used twice, and no other session', async () => {
    const first = (await customers.register()).session!;
    const other = (await customers.login('mary@example.com', PASSWORD)).session!;
    const second = (await customers.refresh(first.refreshToken)).session!;
    clock.advance(10_000);
    const invalid = {
      session: null,
      errors: [{ __typename: 'InvalidCredentials', code: 'INVALID_CREDENTIALS', path: ['refreshToken'] }],
    };
    expect(await customers.refresh(first.refreshToken)).toMatchObject(invalid);
    expect(await customers.refresh(second.refreshToken)).toMatchObject(invalid);
    expect((await customers.refresh(other.refreshToken)).session).not.toBeNull();
  });

  it('repeats the exchange of a refresh token for ten seconds, because an answer may be lost', async () => {
    const { refreshToken } = (await customers.register()).session!;
    const answers = await Promise.all([customers.refresh(refreshToken), customers.refresh(refreshToken)]);
    clock.advance(9_999);
    answers.push(await customers.refresh(refreshToken));
    const successors = new Set(answers.map(({ session }) => session?.refreshToken));
    expect(successors.size).toBe(1);
    const [successor] = successors;
    expect((await customers.refresh(successor!)).session).not.toBeNull();
    expect((await customers.refresh(refreshToken)).session).toBeNull();
  });

  it('ends no session for a secret that was never one of its own', async () => {
    const { refreshToken } = (await customers.register()).session!;
    const [id] = refreshToken.split('.');
    for (const token of [`${id}.wrong`, `${id}.`, `${id}.${'A'.repeat(43)}`]) {
      expect((await customers.refresh(token)).errors[0]!.code).toBe('INVALID_CREDENTIALS');
    }
    expect((await customers.refresh(refreshToken)).session).not.toBeNull();
  });

  it('ends a session after thirty days, however often it was refreshed', async () => {
    let { session } = await customers.register();
    for (const _time of [1, 2, 3]) {
      clock.advance(10 * DAY_MS - 1);
      ({ session } = await customers.refresh(session!.refreshToken));
    }
    clock.advance(3);
    expect((await customers.refresh(session!.refreshToken)).session).toBeNull();
  });

  it('refuses a refresh token after thirty days, and what is none', async () => {
    const { refreshToken } = (await customers.register()).session!;
    clock.advance(30 * DAY_MS);
    for (const token of [refreshToken, '', '.', 'a.b', refreshToken.split('.')[0]!]) {
      expect((await customers.refresh(token)).errors[0]!.code).toBe('INVALID_CREDENTIALS');
    }
  });

  it('stores neither passwords nor tokens', async () => {
    const { refreshToken, accessToken } = (await customers.register()).session!;
    const { dataDir } = customers.kit.config;
    const files = (await readdir(dataDir)).filter((name) => name.startsWith('customers.sqlite'));
    const bytes = await Promise.all(files.map((name) => readFile(join(dataDir, name), 'latin1')));
    const stored = bytes.join('\n');
    expect(stored).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
    for (const secret of [PASSWORD, accessToken, refreshToken.split('.')[1]!]) {
      expect(stored).not.toContain(secret);
    }
  });

  it('does not start without the key that signs sessions, and names it', async () => {
    const { kit } = customers;
    const keys = { ...kit.keys, sessionPrivate: undefined };
    const config = configOf(kit, { dataDir: join(kit.config.dataDir, 'other') });
    await expect(createCustomersService(config, { keys })).rejects.toMatchObject({
      code: 'INVALID_CONFIGURATION',
      message: expect.stringContaining('SESSION_PRIVATE_KEY'),
    });
  });
});
