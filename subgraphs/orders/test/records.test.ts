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
import { createOrdersService } from '../src/service.ts';

const CREATE = `mutation ($step: StepInput!, $input: CreateOrderInput!) { createOrder(step: $step, input: $input) { number } }`;
const RECORDS = `query ($orderIds: [ID!]) { orderRecords(orderIds: $orderIds) { nodes { id status } } }`;
const STEPS = '{ stepRecords { nodes { sagaId step invoke compensated } } }';
const coordinator = { service: 'coordinator' } as const;
const address = { name: 'Ada', line1: '1 Main St', city: 'Springfield', postalCode: '12345', country: 'US' };
const usd = (amount: number) => ({ amount, currency: 'USD' });

describe('what orders show the auditor', () => {
  let kit: ServiceKit;
  let service: Service;
  const ask = (query: string, variables: object, as: object = coordinator) =>
    kit.ask(service, query, variables, as);
  const create = (orderId: string, customerId: string, hour: number) => {
    const input = {
      ...{ orderId, customerId, shippingAddress: address, total: usd(1400) },
      lines: [{ sku: 'MUG-BLUE', name: 'Blue mug', quantity: 1, unitPrice: usd(1400) }],
      placedAt: `2026-03-01T0${hour}:00:00.000Z`,
    };
    return ask(CREATE, { step: stepInput('createOrder', `saga-of-${orderId}`), input });
  };

  beforeEach(async () => {
    kit = await createServiceKit();
    service = await createOrdersService(kit.config);
    await create('order-1', ada.id, 1);
    await create('order-2', grace.id, 2);
  });
  afterEach(async () => {
    await service.stop();
    await kit.remove();
  });

  it('are orders of all customers, or some of them', async () => {
    const records = async (orderIds?: readonly string[]) =>
      (await ask(RECORDS, { orderIds })).data!['orderRecords'];
    expect(await records()).toEqual({
      nodes: [
        { id: 'order-2', status: 'PENDING' },
        { id: 'order-1', status: 'PENDING' },
      ],
    });
    expect(await records(['order-1', 'order-3'])).toEqual({ nodes: [{ id: 'order-1', status: 'PENDING' }] });
  });

  it('are the records of the step barrier', async () => {
    expect((await ask(STEPS, {})).data!['stepRecords']).toEqual({
      nodes: [
        { sagaId: 'saga-of-order-1', step: 'createOrder', invoke: 'DONE', compensated: false },
        { sagaId: 'saga-of-order-2', step: 'createOrder', invoke: 'DONE', compensated: false },
      ],
    });
  });

  it('are for the coordinator only', async () => {
    for (const query of [RECORDS, STEPS])
      expect((await ask(query, {}, { viewer: admin })).errors![0]!.extensions['code']).toBe('FORBIDDEN');
  });

  it('are not asked for too many orders at once', async () => {
    const { errors } = await ask(RECORDS, { orderIds: Array.from({ length: 1001 }, String) });
    expect(errors![0]!.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: ['orderIds'] });
  });
});
