import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Service } from '@counterstep/service-kit/server';
import {
  ada,
  admin,
  createServiceKit,
  grace,
  type As,
  type ServiceKit,
} from '@counterstep/service-kit/testing';
import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { createPaymentsService } from '../src/service.ts';
import { orderAt, authorized, done, refused, waits } from './authorizing.ts';

const PAYMENT = `payment { status captured { amount } refunded { amount } refundable { amount } action { url expiresAt } refunds {
  status cause failure amount { amount } } }`;
const ERRORS = 'errors { __typename ... on UserError { code path } }';
const SIMULATE = `mutation ($input: SimulatePaymentInput!) { simulatePayment(input: $input) { ${PAYMENT} ${ERRORS} } }`;
const COMPLETE = `mutation ($input: CompletePaymentInput!) { completePayment(input: $input) { order { id } ${PAYMENT} ${ERRORS} } }`;
const HINTS = 'subscription { paymentSettled { orderId sagaId } }';
const PAYMENT_OF = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Order { refunded { amount } ${PAYMENT} } } }`;

type Answered = Readonly<Record<'payment' | 'order', Record<string, unknown> | null>> & {
  readonly errors: readonly object[];
};

let kit: ServiceKit;
let service: Service;
let orders = 0;
const clients: Client[] = [];
beforeAll(async () => {
  kit = await createServiceKit();
  service = await createPaymentsService({ ...kit.config, failureRate: 0 });
});
afterAll(async () => {
  await service.stop();
  await kit.remove();
});
afterEach(async () => {
  for (const client of clients.splice(0)) await client.dispose();
});

const as = (viewer = ada): As => ({ viewer });
const noAction = { __typename: 'NoPaymentAction', code: 'NO_PAYMENT_ACTION', path: ['input', 'orderId'] };
const notFound = { __typename: 'OrderNotFound', code: 'ORDER_NOT_FOUND', path: ['input', 'orderId'] };

const start = (token: string) => {
  const orderId = `order-${(orders += 1)}`;
  const ask = (query: string, variables: object, who?: As) => kit.ask(service, query, variables, who);
  const order = orderAt({ ask }, orderId, token);
  const call = async (query: string, input: object, who: As): Promise<Answered> => {
    const { data, errors } = await ask(query, { input }, who);
    expect(errors).toBeUndefined();
    return Object.values(data!)[0] as Answered;
  };
  return {
    ...order,
    simulate: (outcome: string, who = as()) => call(SIMULATE, { orderId, outcome }, who),
    complete: (who = as()) => call(COMPLETE, { orderId }, who),
    read: async (who = as()) => {
      const answer = await ask(PAYMENT_OF, { of: [{ __typename: 'Order', id: orderId }] }, who);
      return (answer.data!['_entities'] as Record<'payment' | 'refunded', Record<string, unknown>>[])[0]!;
    },
  };
};

/** Subscribes to the hints from now on. */
const follow = async () => {
  const client = createClient({
    url: `${service.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: await kit.authorization('payments', { service: 'coordinator' }) },
  });
  clients.push(client);
  const events = client.iterate<{ paymentSettled: object }>({ query: HINTS });
  return async () =>
    ((await events.next()).value as { data: { paymentSettled: object } }).data.paymentSettled;
};

describe('a payment that the customer has to confirm', () => {
  it('shows its owner where, and nobody else', async () => {
    const { authorize, read } = start('tok_3ds');
    await authorize();
    const action = { url: expect.stringContaining('https://'), expiresAt: expect.any(String) };
    expect((await read()).payment).toMatchObject({ status: 'REQUIRES_ACTION', action });
    expect((await read(as(admin))).payment).toMatchObject({ status: 'REQUIRES_ACTION', action: null });
  });

  it('is set aside once it is confirmed, which is said to the saga that waits', async () => {
    const { authorize, orderId, simulate, complete, capture } = start('tok_3ds');
    await authorize();
    const next = await follow();
    expect((await simulate('AUTHENTICATED')).payment).toMatchObject({ status: 'AUTHORIZED', action: null });
    let heard: object | undefined;
    const hinted = next().then((hint) => (heard = hint));
    // The feed may not be open yet; every completion publishes a hint.
    do expect((await complete()).errors).toEqual([]);
    while (heard === undefined);
    expect(await hinted).toEqual({ orderId, sagaId: `placing-${orderId}` });
    expect(await authorize()).toEqual(authorized);
    expect(await capture()).toEqual(done);
    expect((await complete()).errors).toEqual([]);
  });

  it('is declined once it is not confirmed', async () => {
    const { authorize, simulate, complete } = start('tok_3ds');
    await authorize();
    const { payment, errors } = await simulate('AUTHENTICATION_FAILED', as(admin));
    expect([payment, errors]).toMatchObject([{ status: 'DECLINED' }, []]);
    expect(await authorize()).toEqual(refused('PAYMENT_DECLINED'));
    expect((await complete()).errors).toEqual([noAction]);
  });

  it('stays as it is when the customer comes back without having confirmed it', async () => {
    const { authorize, complete, orderId } = start('tok_3ds');
    await authorize();
    const { payment, order, errors } = await complete();
    expect([payment, order, errors]).toMatchObject([{ status: 'REQUIRES_ACTION' }, { id: orderId }, []]);
    expect(await authorize()).toMatchObject(waits('CUSTOMER'));
  });
});

describe('a payment that is settled later', () => {
  it.each([
    ['SETTLED', 'AUTHORIZED'],
    ['SETTLEMENT_FAILED', 'DECLINED'],
  ])('is %s at the word of the bank: %s', async (outcome, status) => {
    const { authorize, simulate } = start('tok_async');
    expect(await authorize()).toMatchObject(waits('PROVIDER'));
    expect((await simulate(outcome)).payment).toMatchObject({ status });
  });
});

describe('a refund that is reported failed later', () => {
  it('has failed, and its money can be given back again', async () => {
    const { authorize, capture, part, read, simulate } = start('tok_visa');
    await authorize();
    await capture();
    await part('one', 800);
    await part('two', 2000);
    expect((await simulate('REFUND_FAILED')).payment).toMatchObject({
      ...{ status: 'PARTIALLY_REFUNDED', refunded: { amount: 800 }, refundable: { amount: 2000 } },
      refunds: [
        { status: 'SUCCEEDED', amount: { amount: 800 } },
        { status: 'FAILED', failure: 'ACCOUNT_CLOSED', amount: { amount: 2000 } },
      ],
    });
    expect((await read()).refunded).toEqual({ amount: 800 });
    expect(await part('again', 5000)).toMatchObject({ refunded: { amount: 2000 } });
    expect((await read()).payment).toMatchObject({ status: 'REFUNDED', refunded: { amount: 2800 } });
  });

  it('can be the one of a whole order that was not placed, and is made once more by a part', async () => {
    const { authorize, capture, part, simulate, read, void: letGo } = start('tok_visa');
    await authorize();
    await capture();
    await letGo();
    expect((await simulate('REFUND_FAILED')).payment).toMatchObject({
      ...{ status: 'CAPTURED', refunded: { amount: 0 }, refundable: { amount: 2800 } },
    });
    expect(await part('again', 2800)).toMatchObject({ refunded: { amount: 2800 } });
    expect((await read()).refunded).toEqual({ amount: 2800 });
  });
});

describe('a chargeback', () => {
  it('takes all that is still held, and nothing is given back after it', async () => {
    const { authorize, capture, part, simulate, read } = start('tok_visa');
    await authorize();
    await capture();
    await part('one', 800);
    expect((await simulate('CHARGED_BACK')).payment).toMatchObject({
      ...{ status: 'CHARGED_BACK', refunded: { amount: 2800 }, refundable: { amount: 0 } },
      refunds: [
        { cause: 'CANCELLATION' },
        { cause: 'CHARGEBACK', status: 'SUCCEEDED', amount: { amount: 2000 } },
      ],
    });
    expect(await part('two', 100)).toMatchObject({ refunded: { amount: 0 }, refundId: null });
    expect((await simulate('CHARGED_BACK')).errors).toEqual([noAction]);
    expect((await read()).refunded).toEqual({ amount: 2800 });
  });
});

describe('what cannot happen to a payment', () => {
  it.each([
    'AUTHENTICATED',
    'AUTHENTICATION_FAILED',
    'SETTLED',
    'SETTLEMENT_FAILED',
    'REFUND_FAILED',
    'CHARGED_BACK',
  ])('is %s where it is only set aside', async (outcome) => {
    const { authorize, simulate } = start('tok_visa');
    await authorize();
    const { payment, errors } = await simulate(outcome);
    expect([payment, errors]).toMatchObject([{ status: 'AUTHORIZED' }, [noAction]]);
  });

  it('is anything by somebody else, or without a payment', async () => {
    const { authorize, complete, simulate } = start('tok_3ds');
    expect((await simulate('AUTHENTICATED')).errors).toEqual([notFound]);
    await authorize();
    expect(await simulate('AUTHENTICATED', as(grace))).toEqual({ payment: null, errors: [notFound] });
    expect(await complete(as(grace))).toEqual({ order: null, payment: null, errors: [notFound] });
  });

  it('is anything without logging in', async () => {
    for (const [query, input] of [
      [SIMULATE, { orderId: '1', outcome: 'SETTLED' }],
      [COMPLETE, { orderId: '1' }],
    ] as const) {
      const { errors } = await kit.ask(service, query, { input });
      expect(errors![0]!.extensions['code']).toBe('UNAUTHENTICATED');
    }
  });
});

describe('payments in production', () => {
  let production: Service;
  beforeEach(async () => {
    const dataDir = `${kit.config.dataDir}/production`;
    const config = { ...kit.config, failureRate: 0, dataDir, environment: 'production' as const };
    production = await createPaymentsService(config, { keys: kit.keys });
  });
  afterEach(() => production.stop());

  it('are simulated for nobody', async () => {
    const input = { orderId: 'order-1', outcome: 'CHARGED_BACK' };
    const { errors } = await kit.ask(production, SIMULATE, { input }, as(admin));
    expect(errors![0]!.extensions['code']).toBe('FORBIDDEN');
  });
});

describe('the hints', () => {
  it('are for the coordinator only', async () => {
    const client = createClient({
      url: `${service.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: await kit.authorization('payments', as(admin)) },
    });
    clients.push(client);
    const { value } = (await client.iterate({ query: HINTS }).next()) as {
      value: { errors: { extensions: object }[] };
    };
    expect(value.errors[0]!.extensions).toMatchObject({ code: 'FORBIDDEN' });
  });
});
