import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createSessionVerifier, type Viewer } from '@counterstep/identity';
import { createManualClock, type ManualClock } from '@counterstep/service-kit/testing';
import { SMTPServer } from 'smtp-server';
import { cleanUp, PASSWORD, startCustomers, type CustomersKit, type SessionAnswer } from './kit.ts';

const NEW = 'another long password';
const ERRORS = 'errors { __typename ... on UserError { code path } }';
const REQUEST = `mutation ($input: RequestPasswordResetInput!) { requestPasswordReset(input: $input) { ${ERRORS} } }`;
const RESET = `mutation ($input: ResetPasswordInput!) { resetPassword(input: $input) {
  session { accessToken refreshToken customer { id } } ${ERRORS} } }`;
const VERIFY = `mutation ($input: VerifyEmailInput!) { verifyEmail(input: $input) {
  customer { emailVerified } ${ERRORS} } }`;

interface Mail {
  readonly to: string;
  readonly token: string;
}

/** A real mail server, and the tokens that it was given. */
async function openPostOffice() {
  const mails: Mail[] = [];
  const waiting: ((mail: Mail) => void)[] = [];
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, { envelope }, done) => {
      const take = async (): Promise<void> => {
        const body = (await text(stream)).replaceAll('=\r\n', '');
        const mail = { to: envelope.rcptTo[0]!.address, token: /^ {2}([\w-]{43})\r?$/m.exec(body)![1]! };
        const next = waiting.shift();
        if (next) next(mail);
        else mails.push(mail);
      };
      take().then(() => {
        done();
      }, done);
    },
  });
  server.on('error', () => undefined);
  const listener = server.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    next: (): Promise<Mail> => {
      const mail = mails.shift();
      return mail ? Promise.resolve(mail) : new Promise((resolve) => waiting.push(resolve));
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(resolve);
      }),
  };
}

describe('e-mails of accounts', () => {
  let clock: ManualClock;
  let office: Awaited<ReturnType<typeof openPostOffice>>;
  let customers: CustomersKit;
  let session: NonNullable<SessionAnswer['session']>;
  let verification: Mail;

  const ask = async (query: string, input: object): Promise<Record<string, unknown>> => {
    const { data, errors } = await customers.ask(query, { input });
    if (errors !== undefined) throw Object.assign(new Error(errors[0]!.message), errors[0]!.extensions);
    return Object.values(data!)[0] as Record<string, unknown>;
  };
  const invalid = { errors: [{ __typename: 'InvalidCredentials', path: ['input', 'token'] }] };

  beforeEach(async () => {
    clock = createManualClock();
    office = await openPostOffice();
    const smtp = { url: office.url, from: 'shop@example.com', timeoutMs: 5_000 };
    customers = await startCustomers({ smtp }, { clock });
    session = (await customers.register()).session!;
    verification = await office.next();
  });
  afterEach(async () => {
    await cleanUp();
    await office.stop();
  });

  it('verify the address of a new account, once', async () => {
    expect(verification.to).toBe('mary@example.com');
    const { token } = verification;
    expect(await ask(VERIFY, { token })).toEqual({ customer: { emailVerified: true }, errors: [] });
    expect(await ask(VERIFY, { token })).toMatchObject({ customer: null, ...invalid });
  });

  it('come again when they are asked for, and make the token before a bad one', async () => {
    const verify = createSessionVerifier(customers.kit.keys.sessionPublic, () => clock.now());
    const viewer: Viewer = (await verify(session.accessToken)).viewer;
    const query = `mutation { requestEmailVerification { customer { emailVerified } ${ERRORS} } }`;
    const { data } = await customers.ask(query, {}, { viewer });
    expect(data).toEqual({ requestEmailVerification: { customer: { emailVerified: false }, errors: [] } });
    const { token } = await office.next();
    expect(await ask(VERIFY, { token: verification.token })).toMatchObject(invalid);
    expect(await ask(VERIFY, { token })).toMatchObject({ customer: { emailVerified: true } });
  });

  it('bring a token for a new password, which works once, ends all sessions and begins one', async () => {
    expect(await ask(REQUEST, { email: ' MARY@example.com' })).toEqual({ errors: [] });
    const { to, token } = await office.next();
    expect(to).toBe('mary@example.com');
    expect(await ask(RESET, { token, newPassword: 'short' })).toMatchObject({
      errors: [{ __typename: 'ValidationError', path: ['input', 'newPassword'] }],
    });
    const answer = (await ask(RESET, { token, newPassword: NEW })) as unknown as SessionAnswer;
    expect((await customers.refresh(session.refreshToken)).session).toBeNull();
    expect((await customers.refresh(answer.session!.refreshToken)).session).not.toBeNull();
    expect((await customers.login('mary@example.com', PASSWORD)).session).toBeNull();
    expect((await customers.login('mary@example.com', NEW)).session).not.toBeNull();
    expect(await ask(RESET, { token, newPassword: PASSWORD })).toMatchObject({ session: null, ...invalid });
  });

  it('bring tokens that end after an hour, and are good for one purpose', async () => {
    await ask(REQUEST, { email: 'mary@example.com' });
    const { token } = await office.next();
    expect(await ask(VERIFY, { token })).toMatchObject(invalid);
    expect(await ask(RESET, { token: verification.token, newPassword: NEW })).toMatchObject(invalid);
    clock.advance(60 * 60_000);
    expect(await ask(RESET, { token, newPassword: NEW })).toMatchObject(invalid);
  });

  it('let one of two who use a token at the same time have it', async () => {
    await ask(REQUEST, { email: 'mary@example.com' });
    const { token } = await office.next();
    const answers = await Promise.all(
      [NEW, `${NEW} too`].map((newPassword) => ask(RESET, { token, newPassword })),
    );
    expect(answers.filter((answer) => answer['session'] !== null)).toHaveLength(1);
  });

  it('are asked for with the same answer, and the same limit, whether or not there is an account', async () => {
    for (const email of ['mary@example.com', 'nobody@example.com']) {
      for (let time = 0; time < 5; time += 1) expect(await ask(REQUEST, { email })).toEqual({ errors: [] });
      await expect(ask(REQUEST, { email })).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    }
    expect(await ask(REQUEST, { email: 'nobody' })).toMatchObject({
      errors: [{ __typename: 'ValidationError', path: ['input', 'email'] }],
    });
  });
});
