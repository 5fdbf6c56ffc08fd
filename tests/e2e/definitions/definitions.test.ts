import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { logIn, type Client } from '../support/client.ts';
import { newCustomer, type Customer } from '../support/customers.ts';
import { mugs, placeOrder } from '../support/orders.ts';
import { runProgram } from '../support/run.ts';
import { startSystem, type System } from '../support/system.ts';

describe('the definitions of sagas', () => {
  let system: System;
  let customer: Customer;
  let admin: Client;

  beforeAll(async () => {
    system = await startSystem();
    [customer, admin] = [await newCustomer(system.url), await logIn(system.url, 'admin')];
  });

  afterAll(async () => {
    await system.remove();
  });

  it('tell ADMIN every step of the sagas that run', async () => {
    const { orderId } = await placeOrder(customer.client, mugs());
    const { order, sagaDefinitions } = await admin.ask<{
      readonly order: { readonly saga: { readonly type: string; readonly steps: readonly unknown[] } };
      readonly sagaDefinitions: readonly {
        readonly name: string;
        readonly current: boolean;
        readonly steps: readonly unknown[];
        readonly diagram: string;
      }[];
    }>(
      `query ($id: ID!) { order(id: $id) { saga { type steps { name subgraph kind critical } } }
        sagaDefinitions { name current activeSagas steps { name subgraph kind critical } diagram } }`,
      { id: orderId },
    );
    const used = sagaDefinitions.find(({ name, current }) => current && name === order.saga.type);
    expect(used).toMatchObject({ activeSagas: 0, steps: order.saga.steps });
    expect(used?.diagram).toMatch(/^flowchart TD\n/);
  });

  it('are FORBIDDEN to a CUSTOMER', async () => {
    const { errors } = await customer.client.send('{ sagaDefinitions { name } }');
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
  });
});

describe('saga:check', () => {
  const check = (...args: readonly string[]) => runProgram('coordinator-saga-check', {}, args);

  it('finds the definitions of this project legal', async () => {
    expect(await check()).toEqual({
      end: 0,
      stdout: expect.stringMatching(/^\d+ sagas? in \d+ versions?, \d+ steps: all is well\.\n$/),
      stderr: '',
    });
  });

  it('prints its help, and fails for an option that it does not know', async () => {
    expect(await check('--help')).toMatchObject({
      end: 0,
      stdout: expect.stringMatching(/^Checks every/),
      stderr: '',
    });
    expect(await check('--fast')).toMatchObject({
      end: 2,
      stdout: '',
      stderr: expect.stringMatching(/no option --fast/),
    });
  });
});
