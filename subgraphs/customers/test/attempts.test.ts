import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createManualClock, type ManualClock } from '@counterstep/service-kit/testing';
import { cleanUp, configOf, PASSWORD, registration, startCustomers, type CustomersKit } from './kit.ts';

const MINUTE_MS = 60_000;

describe('login attempts', () => {
  let clock: ManualClock;
  let customers: CustomersKit;
  const fail = (email: string, clientAddress?: string) =>
    customers.login(email, 'a wrong password', clientAddress === undefined ? {} : { clientAddress });

  beforeEach(async () => {
    clock = createManualClock();
    customers = await startCustomers({}, { clock });
    await customers.register();
  });
  afterEach(cleanUp);

  it('admits no attempt after ten failures for an e-mail address, and says for how long', async () => {
    for (const _attempt of Array(10).keys()) await fail('mary@example.com');
    clock.advance(5 * MINUTE_MS);
    const limited = { code: 'RATE_LIMITED', message: 'Too many attempts. Try again in 600 seconds.' };
    await expect(fail('MARY@example.com')).rejects.toMatchObject(limited);
    await expect(customers.login('mary@example.com', PASSWORD)).rejects.toMatchObject(limited);
    await expect(fail('other@example.com')).resolves.toMatchObject({ session: null });
    clock.advance(10 * MINUTE_MS);
    expect((await customers.login('mary@example.com', PASSWORD)).session).not.toBeNull();
  });

  it('counts anew after fifteen minutes, and waits twice as long after each full window', async () => {
    for (const minutes of [15, 30, 60]) {
      for (const _attempt of Array(10).keys()) await fail('mary@example.com');
      await expect(fail('mary@example.com')).rejects.toMatchObject({ retryAfter: minutes * 60 });
      clock.advance(minutes * MINUTE_MS);
    }
    await fail('mary@example.com');
    clock.advance(120 * MINUTE_MS);
    for (const _attempt of Array(10).keys()) await fail('mary@example.com');
    await expect(fail('mary@example.com')).rejects.toMatchObject({ retryAfter: 15 * 60 });
  });

  it('waits no longer than a window when the clock was set back', async () => {
    for (const _attempt of Array(10).keys()) await fail('mary@example.com');
    clock.advance(-24 * 60 * MINUTE_MS);
    expect((await customers.login('mary@example.com', PASSWORD)).session).not.toBeNull();
  });

  it('limits e-mail addresses without an account just so', async () => {
    for (const _attempt of Array(10).keys()) await fail('nobody@example.com');
    await expect(fail('nobody@example.com')).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  });

  it('counts guesses that come all at once', async () => {
    const guesses = Array.from(Array(25).keys(), (n) => customers.login('mary@example.com', `guess ${n}`));
    const answers = await Promise.allSettled(guesses);
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
  });

  it('admits logins that come all at once with the right password', async () => {
    const logins = Array.from(Array(12).keys(), () => customers.login('mary@example.com', PASSWORD));
    for (const { session } of await Promise.all(logins)) expect(session).not.toBeNull();
  });

  it('forgets the failures of an e-mail address when a login succeeds', async () => {
    for (const _attempt of Array(9).keys()) await fail('mary@example.com');
    await customers.login('mary@example.com', PASSWORD);
    for (const _attempt of Array(9).keys()) await fail('mary@example.com');
    expect((await customers.login('mary@example.com', PASSWORD)).session).not.toBeNull();
  });

  it('admits no attempt after thirty failures of a client, which a login of its own does not reset', async () => {
    const client = { clientAddress: '203.0.113.7' };
    for (const n of Array(15).keys()) await fail(`victim-${n}@example.com`, client.clientAddress);
    await customers.login('mary@example.com', PASSWORD, client);
    for (const n of Array(15).keys()) await fail(`victim-${n}@example.com`, client.clientAddress);
    await expect(fail('victim-16@example.com', client.clientAddress)).rejects.toMatchObject({
      code: 'RATE_LIMITED',
    });
    await expect(customers.register(registration(), client)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    await expect(fail('victim-16@example.com', '203.0.113.8')).resolves.toMatchObject({ session: null });
  });

  it('counts registrations with taken e-mail addresses as failures of the client', async () => {
    const client = { clientAddress: '203.0.113.7' };
    for (const _attempt of Array(30).keys()) await customers.register(registration(), client);
    await expect(customers.register(registration(), client)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  });

  it('tries exactly as many of two hundred guesses at once as one network may fail', async () => {
    const guesses = Array.from(Array(200).keys(), (n) => fail(`victim-${n}@example.com`, '203.0.113.7'));
    const answers = await Promise.allSettled(guesses);
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(30);
  });

  it('locks nobody out whose network is known, whatever is guessed elsewhere or beside them', async () => {
    const home = { clientAddress: '198.51.100.1' };
    await customers.login('mary@example.com', PASSWORD, home);
    for (const n of Array(100).keys()) await fail('mary@example.com', `203.0.113.${n}`);
    for (const n of Array(30).keys()) await fail(`victim-${n}@example.com`, home.clientAddress);
    const elsewhere = { clientAddress: '192.0.2.1' };
    const limited = { code: 'RATE_LIMITED' };
    await expect(customers.login('mary@example.com', PASSWORD, elsewhere)).rejects.toMatchObject(limited);
    expect((await customers.login('mary@example.com', PASSWORD, home)).session).not.toBeNull();
    for (const _attempt of Array(10).keys()) await fail('mary@example.com', home.clientAddress);
    await expect(customers.login('mary@example.com', PASSWORD, home)).rejects.toMatchObject(limited);
  });

  it('lets an owner in from a new network after ten wrong passwords from another one', async () => {
    for (const _attempt of Array(11).keys())
      await fail('mary@example.com', '203.0.113.7').catch(() => undefined);
    const { session } = await customers.login('mary@example.com', PASSWORD, { clientAddress: '192.0.2.1' });
    expect(session).not.toBeNull();
  });

  it('counts a /64 of IPv6 as one network', async () => {
    for (const n of Array(30).keys()) await fail(`victim-${n}@example.com`, `2001:db8:1:2::${n + 1}`);
    const limited = { code: 'RATE_LIMITED' };
    await expect(fail('victim@example.com', '2001:db8:1:2:ffff::1')).rejects.toMatchObject(limited);
    await expect(fail('victim@example.com', '2001:db8:1:3::1')).resolves.toMatchObject({ session: null });
  });

  it('remembers failures over a restart', async () => {
    for (const _attempt of Array(10).keys()) await fail('mary@example.com');
    await customers.service.stop();
    customers = await startCustomers(configOf(customers.kit), { clock }, customers.kit);
    await expect(fail('mary@example.com')).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  });
});

describe('registrations', () => {
  const open = (customers: CustomersKit, n: number, clientAddress: string) =>
    customers.register(registration({ email: `new-${n}@example.com` }), { clientAddress });

  afterEach(cleanUp);

  it('are as many as one network may make in an hour, also when they come at once', async () => {
    const clock = createManualClock();
    const customers = await startCustomers({ registrationsPerHour: 12 }, { clock });
    const flood = Array.from(Array(40).keys(), (n) => open(customers, n, `2001:db8:1:2::${n + 1}`));
    const answers = await Promise.allSettled(flood);
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(12);
    const limited = { code: 'RATE_LIMITED', retryAfter: 3600 };
    await expect(open(customers, 50, '2001:db8:1:2::1')).rejects.toMatchObject(limited);
    expect((await open(customers, 51, '2001:db8:1:3::1')).session).not.toBeNull();
    clock.advance(60 * MINUTE_MS);
    expect((await open(customers, 52, '2001:db8:1:2::1')).session).not.toBeNull();
  });
});
