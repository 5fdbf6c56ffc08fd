import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Service } from '@counterstep/service-kit/server';
import {
  ada,
  admin,
  createServiceKit,
  grace,
  stepInput,
  type ServiceKit,
} from '@counterstep/service-kit/testing';
import { createPaymentsService } from '../src/service.ts';
import { openTill, usd } from './fixture.ts';

const PROCESS = `mutation ($step: StepInput!, $input: ProcessPaymentInput!) { processPayment(step: $step, input: $input) { paymentId } }`;
const PAYMENTS = `query ($orderIds: [ID!]) { paymentRecords(orderIds: $orderIds) { nodes { status amount { amount } order { id } } } }`;
const CHARGES = `query ($orderIds: [ID!]) { chargeRecords(orderIds: $orderIds) { nodes { key status order { id } } } }`;
const coordinator = { service: 'coordinator' } as const;

describe('what payments show the auditor', () => {
  let kit: ServiceKit;
  let service: Service;
  const ask = (query: string, variables: object, as: object = coordinator) =>
    kit.ask(service, query, variables, as);
  const pay = (orderId: string, customerId: string) =>
    ask(PROCESS, {
      step: stepInput('processPayment', `saga-of-${orderId}`),
      input: { orderId, customerId, amount: usd(2800), token: 'tok_visa' },
    });

  beforeEach(async () => {
    kit = await createServiceKit();
    service = await createPaymentsService({ ...kit.config, failureRate: 0 });
    await pay('order-1', ada.id);
    await pay('order-2', grace.id);
  });
  afterEach(async () => {
    await service.stop();
    await kit.remove();
  });

  it('are payments of all customers, or those of some orders', async () => {
    expect((await ask(PAYMENTS, {})).data).toMatchObject({ paymentRecords: { nodes: { length: 2 } } });
    expect((await ask(PAYMENTS, { orderIds: ['order-2', 'order-3'] })).data).toEqual({
      paymentRecords: { nodes: [{ status: 'CAPTURED', amount: { amount: 2800 }, order: { id: 'order-2' } }] },
    });
  });

  it('are the charges of the simulated provider, all of them or those of some orders', async () => {
    expect((await ask(CHARGES, {})).data).toMatchObject({ chargeRecords: { nodes: { length: 2 } } });
    expect((await ask(CHARGES, { orderIds: ['order-1'] })).data).toEqual({
      chargeRecords: {
        nodes: [{ key: 'saga-of-order-1:processPayment', status: 'CAPTURED', order: { id: 'order-1' } }],
      },
    });
  });

  it('are for the coordinator only', async () => {
    for (const query of [PAYMENTS, CHARGES])
      expect((await ask(query, {}, { viewer: admin })).errors![0]!.extensions['code']).toBe('FORBIDDEN');
  });
});

describe('with a real payment provider', () => {
  it('there are no charges to show', async () => {
    const till = await openTill();
    try {
      expect((await till.ask(CHARGES, {}, coordinator)).data).toEqual({ chargeRecords: null });
    } finally {
      await till.close();
    }
  });
});
