import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  openFoundation,
  startSubgraph,
  type Foundation,
  type Service,
} from '@counterstep/service-kit/server';
import { admin, ada, createServiceKit, type As, type ServiceKit } from '@counterstep/service-kit/testing';
import { subgraphSdl } from '@counterstep/schema';
import { definitionHash, Plans, createSagaStore, type SagaStore } from '@counterstep/saga-engine';
import { decide } from '@counterstep/saga-engine/core/decide';
import { evolve, newSaga } from '@counterstep/saga-engine/core/evolve';
import { sagaResolvers, type SagaContext } from '@counterstep/saga-service';
import { resolvers } from '../src/resolvers.ts';
import { trip, tripConfig } from '@counterstep/saga-engine/testing';

const older = {
  ...trip,
  steps: trip.steps.slice(0, 3),
  afterCompensation: [],
};
const newest = {
  ...trip,
  version: 2,
  deadlineMs: 5_000,
  steps: trip.steps.map((step) =>
    step.name === 'ticket' ? { ...step, policy: { attemptTimeoutMs: 700, retry: { windowMs: 900 } } } : step,
  ),
};
const ball = { ...trip, name: 'Ball', steps: trip.steps.slice(3) };

let kit: ServiceKit;
let foundation: Foundation;
let sagas: SagaStore;
let service: Service;
const plans = new Plans([older, ball, newest], tripConfig);

beforeAll(async () => {
  kit = await createServiceKit();
  foundation = await openFoundation('coordinator', kit.config, { keys: kit.keys });
  sagas = createSagaStore(foundation.store);
  service = await startSubgraph<SagaContext>({
    ...{ name: 'coordinator', config: kit.config, foundation },
    resolvers: { ...resolvers, ...sagaResolvers() },
    sdl: subgraphSdl('coordinator'),
    // Anything else that a definition asked for would be missing, and fail the test.
    context: (request) => ({ ...request, sagas, plans }) as SagaContext,
  });
});

afterAll(async () => {
  await service.stop();
  await kit.remove();
});

const asked = async (fields: string, as: As = { viewer: admin }) =>
  kit.ask(service, `{ sagaDefinitions { ${fields} } }`, {}, as);

/** Stores a saga of a definition, under way or ended. */
const begin = async (id: string, definition: typeof trip, ended: boolean): Promise<void> => {
  const plan = plans.get(definitionHash(definition))!;
  const now = '2026-03-01T09:00:00.000Z';
  const saga = newSaga(plan, { id, input: {}, now });
  const started = decide(plan, saga, { kind: 'start', now, actor: 'test' }).reduce(evolve, saga);
  const end = { type: 'SAGA_COMPLETED', at: now, sequence: started.log.length + 1 } as const;
  const state = ended ? evolve(started, end) : started;
  await sagas.insert({ ...state, requestHash: 'hash', correlationId: id, epoch: 1 });
};

describe('sagaDefinitions', () => {
  it('is for ADMIN', async () => {
    const codeFor = async (as: As) =>
      (await asked('name', as)).errors?.map(({ extensions }) => extensions['code']);
    expect(await codeFor({ viewer: ada })).toEqual(['FORBIDDEN']);
    expect(await codeFor({})).toEqual(['UNAUTHENTICATED']);
  });

  it('names every definition, the newest version first, and says which one new sagas begin with', async () => {
    expect((await asked('name version current hash deadlineMs')).data).toEqual({
      sagaDefinitions: [
        { name: 'Ball', version: 1, current: true, hash: definitionHash(ball), deadlineMs: 120_000 },
        { name: 'Trip', version: 2, current: true, hash: definitionHash(newest), deadlineMs: 5_000 },
        { name: 'Trip', version: 1, current: false, hash: definitionHash(older), deadlineMs: 120_000 },
      ],
    });
  });

  it('shows the steps of each, and those after compensation', async () => {
    const fields = 'name subgraph kind critical invoke compensate';
    const { data } = await asked(`steps { ${fields} } afterCompensation { ${fields} }`);
    const [last, now, before] = data?.['sagaDefinitions'] as {
      readonly steps: readonly unknown[];
      readonly afterCompensation: readonly unknown[];
    }[];
    const step = (name: string, subgraph: string, kind: string, more: object = {}) => ({
      ...{ name, subgraph, kind, critical: true, invoke: name, compensate: null },
      ...more,
    });
    const hotel = step('hotel', 'hotels', 'COMPENSATABLE', { invoke: 'book', compensate: 'unbook' });
    const flight = step('flight', 'flights', 'COMPENSATABLE', { invoke: 'fly', compensate: 'unfly' });
    const confirm = step('confirm', 'hotels', 'PIVOT');
    const tail = [
      step('ticket', 'flights', 'RETRIABLE'),
      step('letter', 'letters', 'RETRIABLE', { critical: false }),
    ];
    const regret = step('regret', 'letters', 'RETRIABLE', { critical: false });
    expect(now).toEqual({ steps: [hotel, flight, confirm, ...tail], afterCompensation: [regret] });
    expect(before).toEqual({ steps: [hotel, flight, confirm], afterCompensation: [] });
    expect(last?.steps).toEqual(tail);
  });

  it('shows the policies that hold, the defaults and those of the step', async () => {
    const retry = '{ baseMs capMs windowMs attempts }';
    const { data } = await asked(
      `steps { attemptTimeoutMs probeIntervalMs retry ${retry} persistentRetry ${retry} }`,
    );
    const [, now] = data?.['sagaDefinitions'] as { readonly steps: readonly unknown[] }[];
    const defaults = {
      attemptTimeoutMs: 5_000,
      probeIntervalMs: 60_000,
      retry: { baseMs: 100, capMs: 1_000, windowMs: 20_000, attempts: 3 },
      persistentRetry: { baseMs: 100, capMs: 2_000, windowMs: 10_000, attempts: null },
    };
    expect(now?.steps[0]).toEqual(defaults);
    expect(now?.steps[3]).toEqual({
      ...defaults,
      attemptTimeoutMs: 700,
      retry: { ...defaults.retry, windowMs: 900 },
    });
  });

  it('counts the sagas of each version that have not ended', async () => {
    await begin('a', older, false);
    await begin('b', older, false);
    await begin('c', older, true);
    await begin('d', newest, true);
    const { data } = await asked('name version activeSagas');
    expect(data).toEqual({
      sagaDefinitions: [
        { name: 'Ball', version: 1, activeSagas: 0 },
        { name: 'Trip', version: 2, activeSagas: 0 },
        { name: 'Trip', version: 1, activeSagas: 2 },
      ],
    });
  });

  it('draws each as a flowchart', async () => {
    const { data } = await asked('diagram');
    const [last, now] = data?.['sagaDefinitions'] as { readonly diagram: string }[];
    expect(now?.diagram).toMatch(
      /^flowchart TD\n {2}start\(\["Trip 2"\]\)\n {2}s1\["hotel<br>hotels\.book"\]\n/,
    );
    expect(last?.diagram).toMatch(/^flowchart TD\n {2}start\(\["Ball 1"\]\)\n/);
  });
});
