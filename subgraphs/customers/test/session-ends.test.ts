import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createSessionVerifier, type Viewer } from '@counterstep/identity';
import { createManualClock, type ManualClock } from '@counterstep/service-kit/testing';
import { cleanUp, PASSWORD, startCustomers, type CustomersKit, type SessionAnswer } from './kit.ts';

type Session = NonNullable<SessionAnswer['session']>;

interface Revocation {
  readonly sessionId: string | null;
  readonly customerId: string | null;
  readonly generation: number | null;
}

const REVOCATIONS = `query ($since: DateTime, $after: String) { revocations(since: $since, after: $after) {
  items { sessionId customerId generation } endCursor hasNextPage } }`;

describe('the end of sessions', () => {
  let clock: ManualClock;
  let customers: CustomersKit;
  let first: Session;
  let second: Session;

  const viewerOf = async ({ accessToken }: Session): Promise<Viewer> => {
    const verify = createSessionVerifier(customers.kit.keys.sessionPublic, () => clock.now());
    return (await verify(accessToken)).viewer;
  };
  const lives = async ({ refreshToken }: Session): Promise<boolean> =>
    (await customers.refresh(refreshToken)).session !== null;
  const revoked = async (): Promise<readonly Revocation[]> =>
    ((await customers.ask(REVOCATIONS)).data!['revocations'] as { items: Revocation[] }).items;

  beforeEach(async () => {
    clock = createManualClock();
    customers = await startCustomers({}, { clock });
    first = (await customers.register()).session!;
    second = (await customers.login('mary@example.com', PASSWORD)).session!;
  });
  afterEach(cleanUp);

  it('comes to the session of the token alone by a logout, and its access tokens are revoked', async () => {
    const viewer = await viewerOf(first);
    const answer = await customers.ask('mutation { logout { errors { __typename } } }', {}, { viewer });
    expect(answer).toMatchObject({ data: { logout: { errors: [] } } });
    expect([await lives(first), await lives(second)]).toEqual([false, true]);
    expect(await revoked()).toEqual([{ sessionId: viewer.sessionId, customerId: null, generation: null }]);
  });

  it('is the same when a logout is repeated', async () => {
    const viewer = await viewerOf(first);
    for (const _time of [1, 2]) {
      const answer = await customers.ask('mutation { logout { errors { __typename } } }', {}, { viewer });
      expect(answer).toMatchObject({ data: { logout: { errors: [] } } });
    }
    expect(await revoked()).toHaveLength(1);
  });

  it('comes to all sessions by a logout everywhere, and not to later ones', async () => {
    const viewer = await viewerOf(first);
    await customers.ask('mutation { logoutEverywhere { errors { __typename } } }', {}, { viewer });
    const third = (await customers.login('mary@example.com', PASSWORD)).session!;
    expect([await lives(first), await lives(second), await lives(third)]).toEqual([false, false, true]);
    expect(await revoked()).toEqual([{ sessionId: null, customerId: viewer.id, generation: 1 }]);
  });

  it('is for those who are logged in', async () => {
    for (const name of ['logout', 'logoutEverywhere']) {
      const { errors } = await customers.ask(`mutation { ${name} { errors { __typename } } }`);
      expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    }
    expect(await lives(first)).toBe(true);
  });

  it('revokes the access tokens of a session whose refresh token was stolen', async () => {
    await customers.refresh(first.refreshToken);
    clock.advance(10_000);
    await customers.refresh(first.refreshToken);
    const { sessionId } = await viewerOf(second).then(() => viewerOf(first));
    expect(await revoked()).toMatchObject([{ sessionId }]);
  });

  it('tells revocations from an instant on, and no more once the tokens have expired for long', async () => {
    await customers.ask(
      'mutation { logout { errors { __typename } } }',
      {},
      { viewer: await viewerOf(first) },
    );
    clock.advance(1_000);
    const since = new Date(clock.now()).toISOString();
    const viewer = await viewerOf(second);
    await customers.ask('mutation { logout { errors { __typename } } }', {}, { viewer });
    const { data } = await customers.ask(REVOCATIONS, { since });
    expect(data).toMatchObject({
      revocations: { items: [{ sessionId: viewer.sessionId }], hasNextPage: false },
    });
  });
});

describe('a change of the password', () => {
  const NEW = 'another long password';
  const CHANGE = `mutation ($input: ChangePasswordInput!) { changePassword(input: $input) {
    session { accessToken refreshToken customer { id } } errors { __typename ... on UserError { code path } } } }`;
  let customers: CustomersKit;
  let first: Session;
  const change = async (currentPassword: string, newPassword: string): Promise<SessionAnswer> => {
    const verify = createSessionVerifier(customers.kit.keys.sessionPublic);
    const { viewer } = await verify(first.accessToken);
    const { data, errors } = await customers.ask(
      CHANGE,
      { input: { currentPassword, newPassword } },
      { viewer },
    );
    if (errors !== undefined) throw Object.assign(new Error(errors[0]!.message), errors[0]!.extensions);
    return data!['changePassword'] as SessionAnswer;
  };

  beforeEach(async () => {
    customers = await startCustomers();
    first = (await customers.register()).session!;
  });
  afterEach(cleanUp);

  it('ends all sessions, and begins one with the new password', async () => {
    const second = (await customers.login('mary@example.com', PASSWORD)).session!;
    const { session } = await change(PASSWORD, NEW);
    for (const old of [first, second]) expect((await customers.refresh(old.refreshToken)).session).toBeNull();
    expect((await customers.refresh(session!.refreshToken)).session).not.toBeNull();
    expect((await customers.login('mary@example.com', PASSWORD)).session).toBeNull();
    expect((await customers.login('mary@example.com', NEW)).session).not.toBeNull();
  });

  it.each([
    ['a wrong current password', `${PASSWORD}!`, NEW, 'InvalidCredentials', 'currentPassword'],
    ['a short new one', PASSWORD, 'short', 'ValidationError', 'newPassword'],
    ['a blank new one', PASSWORD, ' '.repeat(20), 'ValidationError', 'newPassword'],
    ['the e-mail address', PASSWORD, 'Mary@example.com', 'ValidationError', 'newPassword'],
  ])('is refused with %s, and ends nothing', async (_what, current, next, typename, field) => {
    expect(await change(current, next)).toMatchObject({
      session: null,
      errors: [{ __typename: typename, path: ['input', field] }],
    });
    expect((await customers.refresh(first.refreshToken)).session).not.toBeNull();
  });

  it('allows ten guesses at the current password', async () => {
    for (let guess = 0; guess < 10; guess += 1) await change(`wrong password ${guess}`, NEW);
    await expect(change(PASSWORD, NEW)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  });

  it('happens once when two want it at the same time', async () => {
    const answers = await Promise.all([change(PASSWORD, NEW), change(PASSWORD, `${NEW} too`)]);
    expect(answers.filter(({ session }) => session !== null)).toHaveLength(1);
  });
});

describe('a new password', () => {
  afterEach(cleanUp);

  it.each([
    ['blanks', ' '.repeat(12)],
    ['blanks of other kinds', '\u2003\u3164\u200b\u00ad'.repeat(4)],
    ['the e-mail address', 'Mary.Somerville@Example.com'],
    ['the part of the e-mail address before the @', 'mary.somerville'],
    ['the e-mail address between blanks', ' mary.somerville@example.com '],
  ])('is not %s', async (_what, password) => {
    const customers = await startCustomers();
    const input = { email: 'mary.somerville@example.com', password, name: 'Mary' };
    const { session, errors } = await customers.register(input);
    expect(session).toBeNull();
    expect(errors).toMatchObject([{ __typename: 'ValidationError', path: ['input', 'password'] }]);
  });
});
