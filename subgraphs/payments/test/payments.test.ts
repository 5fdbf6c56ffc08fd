import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createLogger } from '@counterstep/service-kit';
import { openDocumentStore } from '@counterstep/document-store';
import { ada, admin, createServiceKit, grace, stepInput } from '@counterstep/service-kit/testing';
import { createCountingStore } from '@counterstep/document-store/testing';
import { createPaymentsService } from '../src/service.ts';
import { booksOf, codeOf, openTill, paymentOf, usd, type Till } from './fixture.ts';

const PAYMENT = `query ($id: ID!) { payment(id: $id) { id status } }`;
const PAYMENTS = `query ($first: Int, $after: String, $filter: PaymentFilter) {
  payments(first: $first, after: $after, filter: $filter) {
    nodes { order { id } } totalCount pageInfo { hasNextPage endCursor } } }`;
const OF_ORDERS = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Order { payment { status } } } }`;
const orders = (...ids: string[]) => ({ of: ids.map((id) => ({ __typename: 'Order', id })) });

describe('payments', () => {
  let till: Till;
  beforeEach(async () => {
    till = await openTill();
  });
  afterEach(() => till.close());

  it('authorises and captures, and remembers method and times', async () => {
    const { data } = await till.pay('order-1');
    const payment = await paymentOf(till, 'order-1');
    expect(data!['processPayment']).toEqual({ paymentId: payment!['id'], rejection: null });
    const instant = expect.stringMatching(/^\d{4}-.*Z$/);
    expect(payment).toMatchObject({
      status: 'CAPTURED',
      amount: usd(2800),
      refunded: { amount: 0 },
      method: 'visa',
      declineCode: null,
      authorizedAt: instant,
      capturedAt: instant,
      refundedAt: null,
      order: { id: 'order-1' },
    });
    expect(await booksOf(till, 'order-1')).toEqual({ charges: 1, kept: 2800 });
  });

  it.each([
    ['tok_declined', 'CARD_DECLINED', 'visa', /declined/],
    ['tok_insufficient_funds', 'INSUFFICIENT_FUNDS', 'visa', /not enough money/],
    ['tok_nobody_knows', 'INVALID_TOKEN', 'unknown', /not known/],
  ])('rejects the step when the provider declines %s', async (token, declineCode, method, message) => {
    const step = stepInput('processPayment');
    const { data } = await till.pay('order-1', { step, token });
    expect(data!['processPayment']).toEqual({
      paymentId: null,
      rejection: { code: 'PAYMENT_DECLINED', message: expect.stringMatching(message) },
    });
    expect(await paymentOf(till, 'order-1')).toMatchObject({ status: 'DECLINED', declineCode, method });
    expect(await booksOf(till, 'order-1')).toEqual({ charges: 0, kept: 0 });
    expect((await till.refund('order-1', step)).data).toEqual({ refundPayment: { undone: false } });
  });

  it('succeeds with the flaky token at the third attempt, with one charge', async () => {
    const attempt = { step: stepInput('processPayment'), token: 'tok_flaky' };
    expect(codeOf(await till.pay('order-1', attempt))).toBe('PROVIDER_UNAVAILABLE');
    expect(await paymentOf(till, 'order-1')).toMatchObject({ status: 'PENDING', method: 'unknown' });
    expect(codeOf(await till.pay('order-1', attempt))).toBe('PROVIDER_UNAVAILABLE');
    expect((await till.pay('order-1', attempt)).errors).toBeUndefined();
    expect(await paymentOf(till, 'order-1')).toMatchObject({ status: 'CAPTURED' });
    expect(await booksOf(till, 'order-1')).toEqual({ charges: 1, kept: 2800 });
  });

  it('gives back the money of a charge whose reply is lost every time', async () => {
    const step = stepInput('processPayment');
    for (const _ of [1, 2, 3]) {
      expect(codeOf(await till.pay('order-1', { step, token: 'tok_lost_reply' }))).toBe(
        'PROVIDER_UNAVAILABLE',
      );
    }
    expect(await booksOf(till, 'order-1')).toEqual({ charges: 1, kept: 2800 });
    expect((await till.refund('order-1', step)).data).toEqual({ refundPayment: { undone: true } });
    expect(await booksOf(till, 'order-1')).toEqual({ charges: 1, kept: 0 });
    expect(await paymentOf(till, 'order-1')).toMatchObject({
      status: 'REFUNDED',
      refunded: { amount: 2800 },
      capturedAt: expect.any(String),
      refundedAt: expect.any(String),
    });
  });

  it('refunds once, however often it is asked', async () => {
    const step = stepInput('processPayment');
    await till.pay('order-1', { step });
    const first = await till.refund('order-1', step);
    const refunded = await paymentOf(till, 'order-1');
    expect(first.data).toEqual({ refundPayment: { undone: true } });
    expect((await till.refund('order-1', step)).data).toEqual(first.data);
    expect(await paymentOf(till, 'order-1')).toEqual(refunded);
    expect(await booksOf(till, 'order-1')).toEqual({ charges: 1, kept: 0 });
  });

  it('cannot be refunded where every refund fails, and keeps saying so', async () => {
    const step = stepInput('processPayment');
    await till.pay('order-1', { step, token: 'tok_refund_fails' });
    for (const _ of [1, 2, 3])
      expect(codeOf(await till.refund('order-1', step))).toBe('PROVIDER_UNAVAILABLE');
    expect(await paymentOf(till, 'order-1')).toMatchObject({ status: 'CAPTURED' });
    expect(await booksOf(till, 'order-1')).toEqual({ charges: 1, kept: 2800 });
  });

  it('voids a payment that the provider never took', async () => {
    const step = stepInput('processPayment');
    await till.pay('order-1', { step, token: 'tok_flaky' });
    expect((await till.refund('order-1', step)).data).toEqual({ refundPayment: { undone: false } });
    expect(await paymentOf(till, 'order-1')).toMatchObject({ status: 'VOIDED', refunded: { amount: 0 } });
    expect(codeOf(await till.pay('order-1', { step, token: 'tok_flaky' }))).toBe('STEP_CANCELLED');
  });

  it('takes no second payment for an order, also from another saga', async () => {
    await till.pay('order-1');
    const { data } = await till.pay('order-1', { step: stepInput('processPayment', 'another-saga') });
    expect(data!['processPayment']).toMatchObject({ rejection: { code: 'PAYMENT_EXISTS' } });
    expect(await booksOf(till, 'order-1')).toEqual({ charges: 1, kept: 2800 });
  });

  it.each([0, -1])('takes no payment of %i', async (amount) => {
    const { data } = await till.pay('order-1', { amount });
    expect(data!['processPayment']).toMatchObject({ rejection: { code: 'INVALID_AMOUNT' } });
    expect(await paymentOf(till, 'order-1')).toBeNull();
  });

  it('refuses the same step with another amount', async () => {
    const step = stepInput('processPayment');
    await till.pay('order-1', { step });
    expect(codeOf(await till.pay('order-1', { step, amount: 1 }))).toBe('KEY_PARAMETER_MISMATCH');
  });

  it('accepts step mutations from the coordinator only', async () => {
    const mutation = `mutation ($step: StepInput!) { refundPayment(step: $step, input: { orderId: "1" }) { undone } }`;
    const answer = await till.ask(mutation, { step: stepInput('processPayment') }, { viewer: admin });
    expect(codeOf(answer)).toBe('FORBIDDEN');
  });

  it('shows a payment to its owner and to ADMIN only', async () => {
    await till.pay('order-1');
    const id = (await paymentOf(till, 'order-1'))!['id'];
    const seen = async (viewer: typeof ada) => [
      (await till.ask(PAYMENT, { id }, { viewer })).data!['payment'],
      (await till.ask(OF_ORDERS, orders('order-1'), { viewer })).data!['_entities'],
      ((await till.ask(PAYMENTS, {}, { viewer })).data!['payments'] as { nodes: unknown[] }).nodes,
    ];
    const payment = { status: 'CAPTURED' };
    const everything = [{ id, ...payment }, [{ payment }], [{ order: { id: 'order-1' } }]];
    expect(await seen(ada)).toEqual(everything);
    expect(await seen(admin)).toEqual(everything);
    expect(await seen(grace)).toEqual([null, [{ payment: null }], []]);
    expect(codeOf(await till.ask(PAYMENT, { id }))).toBe('UNAUTHENTICATED');
    expect(codeOf(await till.ask(PAYMENTS, {}))).toBe('UNAUTHENTICATED');
    expect((await till.ask(OF_ORDERS, orders('order-1'))).data!['_entities']).toEqual([{ payment: null }]);
  });

  it('lists payments newest first, page by page and by status', async () => {
    for (const n of [1, 2, 3]) await till.pay(`order-${n}`, { token: n === 2 ? 'tok_declined' : 'tok_visa' });
    const page = async (variables: object) => {
      const { data } = await till.ask(PAYMENTS, variables, { viewer: ada });
      const { nodes, ...rest } = data!['payments'] as {
        nodes: { order: { id: string } }[];
        totalCount: number;
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
      return { ids: nodes.map(({ order }) => order.id), ...rest };
    };
    const first = await page({ first: 2 });
    expect(first).toMatchObject({
      ids: ['order-3', 'order-2'],
      totalCount: 3,
      pageInfo: { hasNextPage: true },
    });
    expect((await page({ first: 2, after: first.pageInfo.endCursor })).ids).toEqual(['order-1']);
    expect((await page({ filter: { status: ['CAPTURED'] } })).ids).toEqual(['order-3', 'order-1']);
    expect(codeOf(await till.ask(PAYMENTS, { first: 101 }, { viewer: ada }))).toBe('BAD_USER_INPUT');
  });
});

describe('the payments service', () => {
  it('reads the payments of a hundred orders at once', async () => {
    const kit = await createServiceKit();
    const config = { ...kit.config, failureRate: 0 };
    const store = createCountingStore(await openDocumentStore({ service: 'payments', ...config }));
    const service = await createPaymentsService(config, { store });
    const ids = Array.from({ length: 100 }, (_, n) => `order-${n}`);
    const before = store.reads();
    const { data } = await kit.ask(service, OF_ORDERS, orders(...ids), { viewer: ada });
    expect(data!['_entities']).toHaveLength(100);
    expect(store.reads() - before).toBe(1);
    await service.stop();
    await kit.remove();
  });

  it('writes no token into a log or a database', async () => {
    const lines: string[] = [];
    const log = createLogger('test', 'trace', { write: (line: string) => void lines.push(line) });
    const kit = await createServiceKit();
    const service = await createPaymentsService({ ...kit.config, failureRate: 0 }, { log });
    const step = { service: 'coordinator' } as const;
    const query = `mutation ($step: StepInput!, $input: ProcessPaymentInput!) {
      processPayment(step: $step, input: $input) { paymentId } }`;
    for (const [n, token] of ['tok_visa', 'tok_declined', 'tok_lost_reply', 'tok_secret'].entries()) {
      const input = { orderId: `order-${n}`, customerId: ada.id, amount: usd(100), token };
      await kit.ask(service, query, { step: stepInput('processPayment'), input }, step);
    }
    await service.stop();
    const names = (await readdir(kit.config.dataDir)).filter((name) => name.includes('.sqlite'));
    const files = await Promise.all(names.map((name) => readFile(join(kit.config.dataDir, name), 'latin1')));
    expect(names).toEqual(expect.arrayContaining(['payments.sqlite', 'payment_provider.sqlite']));
    expect(files.join('')).toContain('order-0');
    expect(files.join('')).not.toContain('tok_');
    expect(lines.join('')).toContain('listening');
    expect(lines.join('')).not.toContain('tok_');
    await kit.remove();
  });

  it('shows the simulated provider’s ledger to ADMIN, and null where a real provider is used', async () => {
    const kit = await createServiceKit();
    const config = { ...kit.config, failureRate: 0 };
    const ledger = `{ simulatedCharges { totalCount nodes { key status amount { amount } refunded { amount } declineCode
      openedAt order { id } } } }`;
    const service = await createPaymentsService(config);
    const input = { orderId: 'order-1', customerId: ada.id, amount: usd(100), token: 'tok_declined' };
    const query = `mutation ($step: StepInput!, $input: ProcessPaymentInput!) {
      processPayment(step: $step, input: $input) { paymentId } }`;
    const variables = { step: stepInput('processPayment', 'saga-x'), input };
    await kit.ask(service, query, variables, { service: 'coordinator' });
    expect((await kit.ask(service, ledger, {}, { viewer: admin })).data!['simulatedCharges']).toEqual({
      totalCount: 1,
      nodes: [
        {
          key: 'saga-x:processPayment',
          status: 'DECLINED',
          amount: { amount: 100 },
          refunded: { amount: 0 },
          declineCode: 'CARD_DECLINED',
          openedAt: expect.any(String),
          order: { id: 'order-1' },
        },
      ],
    });
    expect(codeOf(await kit.ask(service, ledger, {}, { viewer: ada }))).toBe('FORBIDDEN');
    await service.stop();

    const till = await openTill();
    const answer = await till.ask(ledger, {}, { viewer: admin });
    expect([answer.data, answer.errors]).toEqual([{ simulatedCharges: null }, undefined]);
    await till.close();
    await kit.remove();
  });
});
