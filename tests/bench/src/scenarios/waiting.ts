import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openDocumentStore, type DocumentStore } from '@counterstep/document-store';
import { newestDefinition } from '@counterstep/coordinator/sagas';
import {
  createRunner,
  createSagaStore,
  defaultEngineConfig,
  Plans,
  rootFieldOf,
  type SagaDocument,
  type SagaStore,
  type StepAnswer,
  type StepRequest,
} from '@counterstep/saga-engine';
import type { Row, Scenario } from '../scenario.ts';

/** How many sagas wait when the coordinator is measured. */
const CROWDS = [0, 10_000, 100_000];
const MEASURED_MS = 20_000;
const DAY_MS = 24 * 60 * 60_000;
const INSERTS_AT_ONCE = 500;
const WAKES = 6;

const returnOrder = newestDefinition('ReturnOrder');
const plans = new Plans([returnOrder], defaultEngineConfig);

const input = {
  ...{ returnId: 'return', orderId: 'order', customerId: 'customer', email: 'ada@example.com', name: 'Ada' },
  ...{ lines: [{ sku: 'MUG-BLUE', quantity: 2 }], reason: 'NOT_WANTED', note: null },
  ...{ requestedAt: new Date().toISOString(), receiveBy: new Date(Date.now() + 30 * DAY_MS).toISOString() },
  requestedBy: 'customer',
};

const address = { name: 'Ada', line1: '1 Road', city: 'Springfield', postalCode: '12345', country: 'US' };

/** Answers every step; awaitParcel waits, and is to be asked again in a day. */
const answer = ({ document }: StepRequest): Promise<StepAnswer> => {
  const root = rootFieldOf(document)?.name.value ?? '';
  const at = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();
  const waiting = root === 'awaitParcel' ? { for: 'PARCEL', askAgainAt: at(1), until: at(30) } : null;
  const data = {
    [root]: { number: 'R-1', address, shipmentId: 's', waiting, rejection: null },
  };
  return Promise.resolve({ kind: 'data', data });
};

type Method = (...args: unknown[]) => unknown;

/** The same object, which tells whenever one of its methods is called. */
const tapped = <T extends object>(target: T, tell: (name: string, result: unknown) => unknown): T =>
  new Proxy(target, {
    get: (object, name) => {
      const value: unknown = Reflect.get(object, name, object);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => tell(String(name), (value as Method).apply(object, args));
    },
  });

const QUERIES: ReadonlySet<string> = new Set(['get', 'getMany', 'find', 'count']);

/** A store that counts what it is asked. */
const counting = (store: DocumentStore, count: () => void): DocumentStore =>
  tapped(store, (name, result) =>
    name === 'collection'
      ? tapped(result as object, (query, answered) => {
          if (QUERIES.has(query)) count();
          return answered;
        })
      : result,
  );

const runnerOn = (store: SagaStore) =>
  createRunner({ store, plans, config: defaultEngineConfig, transport: { send: answer } });

const start = (runner: ReturnType<typeof runnerOn>, sagaId: string) =>
  runner.startSaga({
    ...{ sagaId, definitionName: returnOrder.name, input, requestHash: sagaId, correlationId: sagaId },
  });

const isWaiting = ({ steps }: SagaDocument): boolean => steps.some(({ status }) => status === 'WAITING');

/** Whether the saga waits, and was asked after it was woken. */
const isAskedAgainLater = ({ steps }: SagaDocument): boolean =>
  steps.some(
    ({ status, nextAttemptAt = '' }) =>
      status === 'WAITING' && Date.parse(nextAttemptAt) > Date.now() + DAY_MS / 2,
  );

/** A saga that waits, as a coordinator has stored it. */
async function waitingSaga(store: SagaStore): Promise<SagaDocument> {
  const runner = runnerOn(store);
  runner.run();
  await start(runner, 'the-first');
  // A saga that is still held would be taken over, and not wait.
  await runner.until('the-first', (saga) => isWaiting(saga) && saga.holder === undefined, 10_000);
  await runner.stop();
  const saga = await store.get('the-first');
  if (saga === undefined || !isWaiting(saga) || saga.holder !== undefined)
    throw new Error('The saga does not wait.');
  return saga;
}

async function addCrowd(store: SagaStore, example: SagaDocument, from: number, to: number): Promise<void> {
  const { version: _, ...saga } = example;
  for (let next = from; next < to; next += INSERTS_AT_ONCE) {
    const count = Math.min(INSERTS_AT_ONCE, to - next);
    const ids = Array.from({ length: count }, (__, index) => `crowd-${next + index}`);
    await Promise.all(ids.map((id) => store.insert({ ...saga, id, subject: id })));
  }
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const heapMb = (): number => {
  collectGarbage();
  return process.memoryUsage().heapUsed / 2 ** 20;
};

/** What a coordinator costs that has nothing to do but to let sagas wait. */
async function measureIdle(store: DocumentStore, crowd: number): Promise<Row> {
  let queries = 0;
  const counted = counting(store, () => (queries += 1));
  const heapBefore = heapMb();
  const runner = runnerOn(createSagaStore(counted));
  runner.run();
  await delay(2_000);
  const [before, load] = [queries, performance.eventLoopUtilization()];
  await delay(MEASURED_MS);
  const { active } = performance.eventLoopUtilization(load);
  const perSecond = (queries - before) / (MEASURED_MS / 1000);
  const heap = heapMb() - heapBefore;
  const wokenMs: number[] = [];
  for (let wake = 0; wake < WAKES; wake += 1) {
    const [id, from] = [crowd === 0 ? 'the-first' : `crowd-${wake}`, performance.now()];
    await runner.wake(id);
    const asked = await runner.until(id, isAskedAgainLater, 10_000);
    wokenMs.push(asked === undefined ? Infinity : performance.now() - from);
  }
  await runner.stop();
  const p50Ms = wokenMs.toSorted((one, other) => one - other)[WAKES / 2] ?? 0;
  return {
    what: `${crowd} waiting`,
    ...{ 'queries per s': perSecond, 'event loop busy, ms per s': active / (MEASURED_MS / 1000) },
    ...{ 'heap, MB': heap, 'wake to the next answer, p50 ms': p50Ms },
  };
}

/** Sagas that wait for a parcel, in the embedded store, and a coordinator beside them. */
export const waiting: Scenario = {
  name: 'waiting',
  title: 'A coordinator beside sagas that wait',
  long: true,
  run: async ({ progress }) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'counterstep-waiting-'));
    const store = await openDocumentStore({ service: 'sagas', mongoDb: 'unused', dataDir });
    try {
      const sagas = createSagaStore(store);
      const example = await waitingSaga(sagas);
      const rows: Row[] = [];
      let size = 0;
      for (const crowd of CROWDS) {
        progress(`${crowd} sagas wait`);
        await addCrowd(sagas, example, size, crowd);
        size = crowd;
        const row = await measureIdle(store, crowd);
        progress(JSON.stringify(row));
        rows.push(row);
      }
      return rows;
    } finally {
      await store.close();
      await rm(dataDir, { recursive: true, force: true });
    }
  },
};
