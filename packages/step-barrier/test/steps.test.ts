import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { buildSchema, graphql, subscribe, parse, type GraphQLSchema } from 'graphql';
import { createBarrier } from '@counterstep/step-barrier';
import { createLogger } from '@counterstep/service-kit';
import { noTrace, systemClock } from '@counterstep/primitives';
import { installSteps, type RequestContext, type StepHandlers } from '@counterstep/service-kit/server';
import { ada, admin, stepInput } from '@counterstep/service-kit/testing';
import { documentBarrierStore, unchanged, wait } from '@counterstep/step-barrier/document-store';
import { openDocuments } from './benches.ts';

const SDL = `
  directive @step(compensation: String) on FIELD_DEFINITION
  directive @compensation on FIELD_DEFINITION
  directive @internal on FIELD_DEFINITION
  input StepInput { sagaId: ID!, step: String!, item: String, epoch: Int!, deadline: String! }
  input BakeInput { cake: String!, candles: Int }
  type Waiting { for: String! askAgainAt: String! until: String! }
  type BakePayload { receipt: Int, rejection: String, waiting: Waiting }
  type EatPayload { undone: Boolean! }
  type Query { recipe: String, secret: String @internal }
  type Mutation {
    bake(step: StepInput!, input: BakeInput!): BakePayload! @step(compensation: "unbake")
    unbake(step: StepInput!, input: BakeInput!): EatPayload! @compensation
    wash: String
  }
  type Subscription { smell: String @internal }
`;

const BAKE = `mutation ($step: StepInput!, $input: BakeInput!) { bake(step: $step, input: $input) { receipt } }`;
const UNBAKE = `mutation ($step: StepInput!, $input: BakeInput!) { unbake(step: $step, input: $input) { undone } }`;

const contextOf = (service: 'gateway' | 'coordinator', viewer = ada): RequestContext => ({
  caller: { service, viewer },
  viewer,
  correlationId: 'test',
  clientAddress: undefined,
  log: createLogger('test', 'silent'),
  trace: noTrace,
});
const coordinator = contextOf('coordinator');

describe('steps', () => {
  let bench: Awaited<ReturnType<typeof openDocuments>>;
  let schema: GraphQLSchema;
  let inputs: object[];
  const handlers: StepHandlers<RequestContext> = {
    bake: (input: object) => {
      inputs.push(input);
      return Promise.resolve({ writes: [], response: { receipt: inputs.length } });
    },
    unbake: () => Promise.resolve({ writes: [], response: { undone: true } }),
  };
  const install = (given: StepHandlers<RequestContext>) => {
    const fresh = buildSchema(SDL);
    installSteps(fresh, given, createBarrier(documentBarrierStore(bench.store), systemClock));
    return fresh;
  };
  const ask = async (source: string, variables: object = {}, contextValue = coordinator) => {
    const variableValues = variables as Record<string, unknown>;
    const rootValue = { recipe: 'flour', secret: 'sugar', wash: 'washed' };
    const { data, errors } = await graphql({ schema, source, variableValues, contextValue, rootValue });
    const original = errors?.[0]?.originalError as { code?: string } | undefined;
    return { data: data && { ...data }, code: original?.code, message: errors?.[0]?.message };
  };

  beforeAll(async () => {
    bench = await openDocuments();
  });
  afterAll(() => bench.close());
  beforeEach(() => {
    inputs = [];
    schema = install(handlers);
  });

  it('refuse to start where a marked mutation has no handler', () => {
    const { bake } = handlers;
    expect(() => install({ bake: bake! })).toThrow('The step mutation unbake has no handler.');
  });

  it('refuse to start where a handler’s mutation is not marked, or does not exist', () => {
    const { bake } = handlers;
    expect(() => install({ ...handlers, wash: bake!, frost: bake! })).toThrow(
      'Not marked @step or @compensation in the schema: wash, frost.',
    );
  });

  it('are done once, and answered alike to each repetition', async () => {
    const variables = { step: stepInput('bake'), input: { cake: 'chocolate' } };
    const answers = await Promise.all([ask(BAKE, variables), ask(BAKE, variables), ask(BAKE, variables)]);
    const receipts = answers.map(({ data }) => data!['bake'] as { receipt: number });
    expect(new Set(receipts.map(({ receipt }) => receipt)).size).toBe(1);
    expect((await ask(BAKE, variables)).data).toEqual(answers[0].data);
  });

  it('take an absent and a null argument for the same, and hand neither to the handler', async () => {
    const step = stepInput('bake');
    await ask(BAKE, { step, input: { cake: 'chocolate', candles: null } });
    expect((await ask(BAKE, { step, input: { cake: 'chocolate' } })).code).toBeUndefined();
    expect(inputs).toEqual([{ cake: 'chocolate' }]);
    const other = await ask(BAKE, { step, input: { cake: 'chocolate', candles: 3 } });
    expect(other.code).toBe('KEY_PARAMETER_MISMATCH');
  });

  it('are refused after their compensation, which undoes nothing that was not done', async () => {
    const variables = { step: stepInput('bake'), input: { cake: 'chocolate' } };
    expect((await ask(UNBAKE, variables)).data).toEqual({ unbake: { undone: false } });
    expect((await ask(BAKE, variables)).code).toBe('STEP_CANCELLED');
    expect(inputs).toEqual([]);
  });

  it('are undone by the mutation marked as their compensation', async () => {
    const variables = { step: stepInput('bake'), input: { cake: 'chocolate' } };
    await ask(BAKE, variables);
    expect((await ask(UNBAKE, variables)).data).toEqual({ unbake: { undone: true } });
    expect((await ask(BAKE, variables)).code).toBe('STEP_CANCELLED');
  });

  it('are done anew while they wait, and answered alike once they are done', async () => {
    const waiting = {
      for: 'CUSTOMER' as const,
      askAgainAt: '2026-03-01T10:00:00.000Z',
      until: '2026-03-01T11:00:00.000Z',
    };
    let calls = 0;
    const bake = () => {
      calls += 1;
      return Promise.resolve(calls < 3 ? wait(waiting) : unchanged({ receipt: calls }));
    };
    schema = install({ ...handlers, bake });
    const variables = { step: stepInput('bake'), input: { cake: 'chocolate' } };
    const source = BAKE.replace('receipt', 'receipt waiting { for askAgainAt until }');
    const bakes = async () => (await ask(source, variables)).data!['bake'];
    expect([await bakes(), await bakes()]).toEqual([
      { receipt: null, waiting },
      { receipt: null, waiting },
    ]);
    expect([await bakes(), await bakes()]).toEqual([
      { receipt: 3, waiting: null },
      { receipt: 3, waiting: null },
    ]);
  });

  it.each([
    [{ item: '' }, 'item'],
    [{ item: 'x'.repeat(101) }, 'item'],
    [{ step: 'bake:EAST' }, 'step'],
    [{ sagaId: 'saga:bake' }, 'sagaId'],
  ])('are refused under a key that could be another step’s: %j', async (key, name) => {
    const told = await ask(BAKE, { step: { ...stepInput('bake'), ...key }, input: { cake: 'chocolate' } });
    expect([told.code, told.message]).toEqual(['BAD_USER_INPUT', expect.stringContaining(name)]);
    expect(inputs).toEqual([]);
  });

  it('are done once per item', async () => {
    const step = stepInput('bake');
    const input = { cake: 'chocolate' };
    const of = async (item: string | null) =>
      (await ask(BAKE, { step: { ...step, item }, input })).data!['bake'];
    const [whole, east, west] = [await of(null), await of('EAST'), await of('WEST')];
    expect([whole, east, west].map((told) => ({ ...(told as object) }))).toEqual(
      [1, 2, 3].map((receipt) => ({ receipt })),
    );
    expect(await of('EAST')).toEqual(east);
    expect((await ask(BAKE, { step, input })).data!['bake']).toEqual(whole);
  });

  it.each([BAKE, UNBAKE])('are for the coordinator only, whoever is logged in: %s', async (source) => {
    const variables = { step: stepInput('bake'), input: { cake: 'chocolate' } };
    const refused = await ask(source, variables, contextOf('gateway', admin));
    expect(refused.code).toBe('FORBIDDEN');
    expect(inputs).toEqual([]);
    expect((await ask(BAKE, variables)).code).toBeUndefined();
  });

  it('share their privacy with internal fields, and leave others alone', async () => {
    const gateway = contextOf('gateway', admin);
    expect((await ask('{ secret }', {}, gateway)).code).toBe('FORBIDDEN');
    expect((await ask('{ secret }')).data).toEqual({ secret: 'sugar' });
    expect((await ask('{ recipe }', {}, gateway)).data).toEqual({ recipe: 'flour' });
    expect((await ask('mutation { wash }', {}, gateway)).data).toEqual({ wash: 'washed' });
  });

  it('share their privacy with internal subscriptions', async () => {
    async function* smells() {
      yield { smell: 'vanilla' };
      await Promise.resolve();
    }
    const withSmell = buildSchema(SDL);
    withSmell.getSubscriptionType()!.getFields()['smell']!.subscribe = smells;
    installSteps(withSmell, handlers, createBarrier(documentBarrierStore(bench.store), systemClock));
    const document = parse('subscription { smell }');
    const refused = await subscribe({
      schema: withSmell,
      document,
      contextValue: contextOf('gateway', admin),
    });
    expect(refused).toMatchObject({ errors: [{ originalError: { code: 'FORBIDDEN' } }] });
    const smelled = await subscribe({ schema: withSmell, document, contextValue: coordinator });
    const first = await (smelled as AsyncGenerator).next();
    expect(first.value).toMatchObject({ data: { smell: 'vanilla' } });
  });
});
