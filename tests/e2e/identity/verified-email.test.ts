import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { logIn } from '../support/client.ts';
import { newCustomer, type Customer } from '../support/customers.ts';
import { placingSteps } from '../support/definition.ts';
import { openMailSink, type MailSink } from '../support/mail-sink.ts';
import { mugs, placeOrder } from '../support/orders.ts';
import { startSystem, type System } from '../support/system.ts';

const VERIFY = `mutation ($input: VerifyEmailInput!) { verifyEmail(input: $input) {
  customer { emailVerified } errors { __typename } } }`;

let sink: MailSink;
let system: System;

/** Verifies the address with the code from the e-mail. */
async function verify({ email, client }: Customer): Promise<void> {
  const { source } = await sink.taken(email, /confirm your e-mail address/);
  const [, token] = /^ {2}(\S+)$/m.exec(source)!;
  expect(await client.ask(VERIFY, { input: { token } })).toEqual({
    verifyEmail: { customer: { emailVerified: true }, errors: [] },
  });
}

const runs = (env: Readonly<Record<string, string>>) => {
  beforeAll(async () => {
    sink = await openMailSink();
    system = await startSystem({ SMTP_URL: sink.url, ...env });
  });
  afterAll(async () => {
    await system.remove();
    await sink.close();
  });
};

describe('a shop that sends e-mails', () => {
  runs({});

  it('writes about orders to a verified address only, and shows what it did not send', async () => {
    const customer = await newCustomer(system.url);
    const before = await placeOrder(customer.client, mugs());
    expect(before).toMatchObject({
      order: { status: 'CONFIRMED', notifications: [{ type: 'ORDER_CONFIRMED', status: 'FAILED' }] },
      saga: { status: 'COMPLETED', steps: placingSteps.map(() => ({ status: 'SUCCEEDED', attempts: 1 })) },
    });
    await verify(customer);
    const { order } = await placeOrder(customer.client, mugs());
    expect(order!.notifications).toEqual([{ type: 'ORDER_CONFIRMED', status: 'SENT' }]);
    const about = ({ number }: { readonly number: string }) =>
      sink.to(customer.email).filter(({ source }) => source.includes(number)).length;
    expect([about(before.order!), about(order!)]).toEqual([0, 1]);
  });

  it('tells nobody at an address that is not verified that an order is cancelled', async () => {
    const { client, email } = await newCustomer(system.url);
    const placed = await placeOrder(client, mugs({ payment: { token: 'tok_declined' } }));
    expect(placed).toMatchObject({
      order: { status: 'CANCELLED', notifications: [{ type: 'ORDER_CANCELLED', status: 'FAILED' }] },
      saga: { status: 'COMPENSATED' },
    });
    await sink.taken(email, /confirm your e-mail address/);
    expect(sink.to(email)).toHaveLength(1);
  });
});

describe('a shop that wants verified addresses', () => {
  runs({ REQUIRE_VERIFIED_EMAIL: 'true' });

  it('takes orders from customers once their address is verified', async () => {
    const customer = await newCustomer(system.url);
    const key = { idempotencyKey: 'before-and-after' };
    expect(await placeOrder(customer.client, mugs(key))).toEqual({
      orderId: null,
      order: null,
      saga: null,
      errors: [{ __typename: 'EmailNotVerified', code: 'EMAIL_NOT_VERIFIED', path: ['input'] }],
    });
    expect(await customer.client.ask('{ orders { totalCount } }')).toEqual({ orders: { totalCount: 0 } });
    await verify(customer);
    const placed = await placeOrder(customer.client, mugs(key));
    expect([placed.errors, placed.order!.status]).toEqual([[], 'CONFIRMED']);
  });

  it('takes orders of the demo customers', async () => {
    const ada = await logIn(system.url, 'ada');
    expect((await placeOrder(ada, mugs())).order!.status).toBe('CONFIRMED');
  });
});
