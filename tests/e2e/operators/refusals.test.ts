import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphqlClient, failureOf, logIn, type Client } from '../support/client.ts';
import { newCustomer } from '../support/customers.ts';
import { command, commandDocument, commands, type CommandName } from '../support/operators.ts';
import { mugs, placeOrder } from '../support/orders.ts';
import { startSystem, type System } from '../support/system.ts';

let system: System;
let customer: Client;
let admin: Client;

beforeAll(async () => {
  system = await startSystem();
  admin = await logIn(system.url, 'admin');
  customer = (await newCustomer(system.url)).client;
});

afterAll(async () => {
  await Promise.all([customer.close(), admin.close()]);
  await system.remove();
});

describe('whoever is not an ADMIN', () => {
  it.each(Object.keys(commands) as CommandName[])('may not %s', async (name) => {
    const extra = {
      ...(name === 'resolveSagaStep' && { step: 'createOrder', outcome: 'SUCCEEDED' }),
      ...(name === 'waiveCompensation' && { step: 'createOrder' }),
    };
    const input = { sagaId: 'any', reason: 'because', ...extra };
    const codes = async (client: Client) =>
      (await failureOf(client.ask(commandDocument(name), { input }))).map(
        ({ extensions }) => extensions.code,
      );
    expect(await codes(customer)).toEqual(['FORBIDDEN']);
    expect(await codes(createGraphqlClient(system.url))).toEqual(['UNAUTHENTICATED']);
  });

  it('sees neither the statistics nor the events of all sagas', async () => {
    expect(await failureOf(customer.ask('{ sagaStatistics { total } }'))).toMatchObject([
      { extensions: { code: 'FORBIDDEN' } },
    ]);
    const events = customer.follow('subscription { sagaEvents { sequence } }');
    expect(await failureOf(events.next())).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });
});

describe('a command that cannot be followed', () => {
  it.each([
    ['', 'reason'],
    ['   ', 'reason'],
    ['x'.repeat(501), 'reason'],
  ])('says what is wrong with its reason: %j', async (reason, field) => {
    const { saga, errors } = await command(admin, 'pauseSaga', 'any', { reason });
    expect(saga).toBeNull();
    expect(errors).toMatchObject([
      { __typename: 'ValidationError', code: 'VALIDATION_ERROR', path: ['input', field] },
    ]);
  });

  it.each(['pauseSaga', 'resumeSaga', 'retrySaga', 'compensateSaga'] as const)(
    'says that there is no such saga: %s',
    async (name) => {
      expect(await command(admin, name, 'nobody')).toMatchObject({
        saga: null,
        errors: [{ __typename: 'SagaNotFound', code: 'SAGA_NOT_FOUND', path: ['input', 'sagaId'] }],
      });
    },
  );

  it('is refused once the saga has ended, and shows the saga', async () => {
    const placed = await placeOrder(customer, mugs({ waitFor: 'FINISHED' }));
    const { saga, errors } = await command(admin, 'compensateSaga', placed.saga!.id);
    expect(errors).toMatchObject([
      { __typename: 'SagaActionRefused', code: 'SAGA_ENDED', path: ['input', 'sagaId'] },
    ]);
    expect(saga).toMatchObject({ status: 'COMPLETED', compensationPlan: { possible: false, undone: [] } });
  });

  it('takes an output only as an object', async () => {
    const input = '{ sagaId: "any", step: "createOrder", outcome: SUCCEEDED, output: "text", reason: "x" }';
    const failed = failureOf(admin.ask(`mutation { resolveSagaStep(input: ${input}) { saga { id } } }`));
    expect((await failed)[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});
