import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createLogger } from '@counterstep/service-kit';
import { noTrace } from '@counterstep/primitives';
import { createBarrier } from '@counterstep/step-barrier';
import { installStepRecords } from '@counterstep/step-barrier/graphql';
import { installSteps, type RequestContext } from '@counterstep/service-kit/server';
import { admin } from '@counterstep/service-kit/testing';
import { createAskedStore, sqliteUnindexedWork } from '@counterstep/document-store/testing';
import { createManualClock, type ManualClock } from '@counterstep/primitives/testing';
import { buildSchema, graphql, type GraphQLSchema } from 'graphql';
import { documentBarrierStore } from '@counterstep/step-barrier/document-store';
import { openDocuments } from './benches.ts';

const SDL = `
  directive @internal on FIELD_DEFINITION
  scalar DateTime
  type Query {
    stepRecords(keys: [ID!], since: DateTime, first: Int = 20, after: String): StepRecordConnection! @internal
  }
  type Mutation { forgetSteps(keys: [ID!]!): Int! @internal }
  type StepRecord { sagaId: ID! step: String! item: String epoch: Int! invoke: String compensated: Boolean! recordedAt: DateTime! }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type StepRecordConnection { nodes: [StepRecord!]! pageInfo: PageInfo! }
`;
const RECORDS = `query ($keys: [ID!], $since: DateTime, $first: Int, $after: String) {
  stepRecords(keys: $keys, since: $since, first: $first, after: $after) {
    nodes { sagaId step item epoch invoke compensated recordedAt } pageInfo { hasNextPage endCursor } } }`;

interface Records {
  readonly nodes: readonly { readonly sagaId: string; readonly step: string; readonly recordedAt: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}

describe('the records of a step barrier', () => {
  let bench: Awaited<ReturnType<typeof openDocuments>>;
  let clock: ManualClock;
  let schema: GraphQLSchema;
  beforeEach(async () => {
    bench = await openDocuments();
    clock = createManualClock();
    schema = buildSchema(SDL);
    installStepRecords(schema, documentBarrierStore(bench.store));
    installSteps(schema, {}, createBarrier(documentBarrierStore(bench.store), clock));
  });
  afterEach(() => bench.close());

  const tell = async (
    source: string,
    variables: object,
    service: 'coordinator' | 'gateway' = 'coordinator',
  ) => {
    const contextValue: RequestContext = {
      ...{
        caller: { service, viewer: admin },
        viewer: admin,
        correlationId: 'test',
        clientAddress: undefined,
      },
      log: createLogger('test', 'silent'),
      trace: noTrace,
    };
    const variableValues = variables as Record<string, unknown>;
    const { data, errors } = await graphql({ schema, source, variableValues, contextValue });
    const code = (errors?.[0]?.originalError as { code?: string } | undefined)?.code;
    return { data: data && { ...data }, code };
  };
  const ask = async (variables: object = {}, service?: 'coordinator' | 'gateway') => {
    const { data, code } = await tell(RECORDS, variables, service);
    return { records: data?.['stepRecords'] as Records | undefined, code };
  };
  const call = (
    sagaId: string,
    operation: 'invoke' | 'compensate' = 'invoke',
    response: object = {},
    item?: string,
  ) => {
    clock.advance(1_000);
    const deadline = '2030-01-01T00:00:00.000Z';
    const work = () => Promise.resolve({ writes: [], response });
    return createBarrier(documentBarrierStore(bench.store), clock).run(
      { sagaId, step: 'bake', item, operation, epoch: 3, deadline, input: 'x' },
      work,
    );
  };

  it('say what became of each step', async () => {
    await call('done');
    await call('rejected', 'invoke', { rejection: { code: 'NO', message: 'No.' } });
    await call('undone');
    await call('undone', 'compensate');
    await call('never', 'compensate');
    expect((await ask()).records!.nodes).toEqual([
      {
        sagaId: 'done',
        step: 'bake',
        item: null,
        epoch: 3,
        invoke: 'DONE',
        compensated: false,
        recordedAt: expect.any(String),
      },
      expect.objectContaining({ sagaId: 'rejected', invoke: 'REJECTED', compensated: false }),
      expect.objectContaining({ sagaId: 'undone', invoke: 'DONE', compensated: true }),
      expect.objectContaining({ sagaId: 'never', invoke: 'CANCELLED', compensated: true }),
    ]);
  });

  it('name the item of a step that is done once per item', async () => {
    await call('done', 'invoke', {}, 'EAST:2');
    expect((await ask({ keys: ['done:bake:EAST:2'] })).records!.nodes).toEqual([
      expect.objectContaining({ sagaId: 'done', step: 'bake', item: 'EAST:2' }),
    ]);
  });

  it('come in pages, those of some steps only, and those since an instant', async () => {
    for (const saga of ['a', 'b', 'c']) await call(saga);
    const first = (await ask({ first: 2 })).records!;
    expect(first.nodes.map(({ sagaId }) => sagaId)).toEqual(['a', 'b']);
    const rest = (await ask({ first: 2, after: first.pageInfo.endCursor })).records!;
    expect(rest.nodes.map(({ sagaId }) => sagaId)).toEqual(['c']);
    expect(rest.pageInfo.hasNextPage).toBe(false);
    const since = first.nodes[1]!.recordedAt;
    expect((await ask({ since })).records!.nodes.map(({ sagaId }) => sagaId)).toEqual(['b', 'c']);
    const some = (await ask({ keys: ['c:bake', 'a:bake', 'a:eat', 'nobody:bake'] })).records!;
    expect(some.nodes.map(({ sagaId }) => sagaId)).toEqual(['a', 'c']);
  });

  it('are found by an index, in order', async () => {
    const store = createAskedStore(bench.store);
    schema = buildSchema(SDL);
    installStepRecords(schema, documentBarrierStore(store));
    installSteps(schema, {}, createBarrier(documentBarrierStore(bench.store), clock));
    await ask();
    await ask({ since: '2026-01-01T00:00:00.000Z' });
    expect(store.asked).toHaveLength(2);
    expect((await Promise.all(store.asked.map(sqliteUnindexedWork))).flat()).toEqual([]);
    await ask({ keys: ['a:bake', 'b:bake'] });
    expect(await sqliteUnindexedWork(store.asked[2]!)).not.toContain('SCAN');
  });

  it('are for the coordinator only, whoever is logged in', async () => {
    expect((await ask({}, 'gateway')).code).toBe('FORBIDDEN');
  });

  it('are forgotten on demand, and only those that are named', async () => {
    for (const saga of ['a', 'b']) await call(saga);
    const forget = (keys: readonly string[]) =>
      tell('mutation ($keys: [ID!]!) { forgetSteps(keys: $keys) }', { keys });
    expect(await forget(['a:bake', 'a:eat'])).toEqual({ data: { forgetSteps: 1 }, code: undefined });
    expect(await forget(['a:bake'])).toEqual({ data: { forgetSteps: 0 }, code: undefined });
    expect((await ask()).records!.nodes.map(({ sagaId }) => sagaId)).toEqual(['b']);
    const source = 'mutation { forgetSteps(keys: ["b:bake"]) }';
    expect((await tell(source, {}, 'gateway')).code).toBe('FORBIDDEN');
  });

  it('are refused for too many steps at once', async () => {
    expect((await ask({ keys: Array.from({ length: 1001 }, String) })).code).toBe('BAD_USER_INPUT');
  });
});
