import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDocumentStore, StoreUnavailable, type DocumentStore } from '@counterstep/document-store';
import type { EngineClock } from '../clock.ts';
import { rootFieldOf, type StepAnswer } from '../core/outcome.ts';
import type { Operation } from '../core/state.ts';
import {
  createRunner,
  Plans,
  type EngineConfig,
  type Failpoint,
  type NewSagaRequest,
  type SagaDefinition,
  type SagaRunner,
  type StartedSaga,
  type StepRequest,
  type StepTransport,
} from '../index.ts';
import { createSagaStore, type SagaDocument, type SagaStore } from '../saga-store.ts';
import { Participants, type Mood } from './participants.ts';
import { trip, tripConfig } from './trip.ts';
import { VirtualClock } from './virtual-clock.ts';

/** An attempt as it reached its subgraph. */
export interface Sent {
  readonly step: string;
  readonly item?: string;
  readonly operation: Operation;
  readonly subgraph: string;
  readonly sagaId: string;
  readonly epoch: number;
  /** When the attempt arrived, in ms since the beginning of the test. */
  readonly at: number;
}

/** How an attempt goes: by a mood of its participant, with a given answer, or without any. */
export type Reply = Mood | 'hangs' | StepAnswer | ((now: number) => Mood | StepAnswer);

export interface ProcessOptions {
  readonly id: string;
  readonly definitions?: readonly SagaDefinition[];
  readonly config?: Partial<EngineConfig>;
  readonly failpoint?: Failpoint;
}

/** A coordinator's process; once killed, it does nothing more, whatever it was about to do. */
export interface CoordinatorProcess {
  readonly runner: SagaRunner;
  kill(): void;
}

const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

const operationOf = (definitions: readonly SagaDefinition[], document: unknown): Operation =>
  definitions.some(({ steps }) => steps.some(({ compensate }) => compensate?.document === document))
    ? 'compensate'
    : 'invoke';

export interface HarnessOptions {
  /** Whether the store says that no other process can use it; default: false. */
  readonly exclusive?: boolean;
  readonly mongo?: { readonly uri: string; readonly database: string };
}

/** A request for a saga. */
export const requestOf = (sagaId = 'saga-1', requestHash = 'hash'): NewSagaRequest => ({
  ...{ sagaId, requestHash, definitionName: 'Trip', input: { trip: 't1' } },
  ...{ correlationId: `correlation-${sagaId}`, subject: sagaId },
});

/** Coordinators on one real store, with participants and a clock that the test controls. */
export class Harness {
  readonly clock = new VirtualClock();
  readonly participants = new Participants();
  readonly sent: Sent[] = [];
  /** How many commits the store has performed. */
  commits = 0;
  /** How long each answer of a participant takes, in ms. */
  latencyMs = 0;
  /** Subgraphs that process one attempt after another, and the time for each, in ms. */
  readonly tardy = new Map<string, number>();
  /** How far the participants' clocks are ahead of the coordinators', in ms. */
  participantsAheadMs = 0;
  /** How much time each attempt had left when it arrived, by the participant's clock. */
  readonly deadlines: { readonly subgraph: string; readonly leftMs: number }[] = [];
  readonly #start = this.clock.monotonic();
  readonly #freeAt = new Map<string, number>();
  readonly #replies = new Map<string, Reply[]>();
  readonly #commitFaults: ('before' | 'after')[] = [];
  readonly #processes: CoordinatorProcess[] = [];
  readonly #folder: string;
  readonly #database: DocumentStore;
  readonly store: SagaStore;
  #busy = 0;

  private constructor(folder: string, database: DocumentStore, exclusive: boolean) {
    this.#folder = folder;
    this.#database = database;
    this.store = createSagaStore(this.#observed(database, exclusive));
  }

  /** Opens an embedded store, or the given database of a MongoDB. */
  static async open({ exclusive = false, mongo }: HarnessOptions = {}): Promise<Harness> {
    const dataDir = await mkdtemp(join(tmpdir(), 'counterstep-engine-'));
    const database = await openDocumentStore({
      ...{ service: 'sagas', dataDir },
      ...{ mongoUri: mongo?.uri, mongoDb: mongo?.database ?? 'unused' },
    });
    return new Harness(dataDir, database, exclusive);
  }

  async close(): Promise<void> {
    this.killAll();
    await this.#database.close();
    await rm(this.#folder, { recursive: true });
  }

  /** The real store, which may seem shared by several processes, and whose commits may fail. */
  #observed(database: DocumentStore, exclusive: boolean): DocumentStore {
    return {
      exclusive,
      collection: (spec) => database.collection(spec),
      changes: (collection) => database.changes(collection),
      ping: () => database.ping(),
      close: () => database.close(),
      commit: async (writes) => {
        const fault = this.#commitFaults.shift();
        if (fault === 'before') throw new StoreUnavailable('The connection is lost.');
        await database.commit(writes);
        this.commits += 1;
        if (fault === 'after') throw new StoreUnavailable('The connection is lost.');
      },
    };
  }

  /** The time since the beginning of the test, in ms. */
  get elapsed(): number {
    return this.clock.monotonic() - this.#start;
  }

  /** Scripts the next attempts of an operation; later ones work. */
  script(step: string, operation: Operation, ...replies: readonly Reply[]): void {
    this.#replies.set(`${step}:${operation}`, [...replies]);
  }

  /** Has the next commits fail, each before or after the store performs it. */
  failCommits(...faults: readonly ('before' | 'after')[]): void {
    this.#commitFaults.push(...faults);
  }

  /** The time until a subgraph has finished an attempt that arrives now, and all before it, in ms. */
  #servedIn(subgraph: string): number {
    const now = this.elapsed;
    const doneAt = Math.max(now, this.#freeAt.get(subgraph) ?? 0) + (this.tardy.get(subgraph) ?? 0);
    this.#freeAt.set(subgraph, doneAt);
    return doneAt - now;
  }

  async #answer(request: StepRequest, definitions: readonly SagaDefinition[]): Promise<StepAnswer> {
    const step = request.variables['step'] as unknown as {
      sagaId: string;
      step: string;
      item?: string;
      epoch: number;
      deadline: string;
    };
    const operation = operationOf(definitions, request.document);
    const { subgraph } = request;
    const { item } = step;
    const attempt = {
      ...{ sagaId: step.sagaId, step: step.step, operation, epoch: step.epoch },
      ...(item !== undefined && { item }),
    };
    this.sent.push({ ...attempt, subgraph, at: this.elapsed });
    const waitMs = this.latencyMs + this.#servedIn(subgraph);
    if (waitMs > 0)
      await new Promise<void>((resolve) => {
        this.clock.after(waitMs, resolve);
      });
    const scripted =
      (item === undefined ? undefined : this.#replies.get(`${step.step}:${item}:${operation}`)?.shift()) ??
      this.#replies.get(`${step.step}:${operation}`)?.shift() ??
      'works';
    const reply = typeof scripted === 'function' ? scripted(this.clock.now()) : scripted;
    if (typeof reply === 'object') return reply;
    if (reply === 'hangs') return never();
    const now = this.clock.now() + this.participantsAheadMs;
    this.deadlines.push({ subgraph, leftMs: Date.parse(step.deadline) - now });
    const answer = this.participants.execute({ ...attempt, deadline: step.deadline }, now, reply);
    if (answer === undefined) return never();
    const clock = { earliest: now, latest: now };
    if (answer.kind === 'error') return { ...answer, clock };
    const data = { [rootFieldOf(request.document)?.name.value ?? '']: answer.data };
    return { kind: 'data', data, clock };
  }

  /** Starts a coordinator, which works on the sagas that it starts and, after `run()`, on all that are due. */
  process({ id, definitions = [trip], config = {}, failpoint }: ProcessOptions): CoordinatorProcess {
    const life = { over: false };
    const isOver = (): boolean => life.over;
    const settings = { ...tripConfig, ...config };
    const gate =
      <Args extends readonly unknown[], T>(
        call: (...args: Args) => Promise<T>,
      ): ((...args: Args) => Promise<T>) =>
      async (...args) => {
        if (isOver()) return never();
        this.#busy += 1;
        try {
          return await call(...args);
        } finally {
          this.#busy -= 1;
          if (isOver()) await never();
        }
      };
    const { store } = this;
    const guarded: SagaStore = {
      ...store,
      get: gate((id) => store.get(id)),
      getMany: gate((ids) => store.getMany(ids)),
      insert: gate((saga) => store.insert(saga)),
      save: gate((saga) => store.save(saga)),
      due: gate((query) => store.due(query)),
      owned: gate((query) => store.owned(query)),
      overdue: gate((query) => store.overdue(query)),
      misdated: gate((query) => store.misdated(query)),
    };
    const clock: EngineClock = {
      now: () => this.clock.now(),
      monotonic: () => this.clock.monotonic(),
      after: (ms, run) =>
        this.clock.after(ms, () => {
          if (!life.over) run();
        }),
    };
    const transport: StepTransport = {
      send: (request) => (life.over ? never() : this.#answer(request, definitions)),
    };
    const runner = createRunner({
      ...{ id, store: guarded, clock, transport, config: settings },
      plans: new Plans(definitions, settings),
      random: () => 0.5,
      ...(failpoint === undefined ? {} : { failpoint }),
    });
    const kill = (): void => {
      life.over = true;
    };
    const started = { runner, kill };
    this.#processes.push(started);
    return started;
  }

  /** Kills every coordinator. */
  killAll(): void {
    for (const each of this.#processes) each.kill();
  }

  /** Starts a saga, and lets time pass until the runner answers. */
  start(runner: SagaRunner, sagaId = 'saga-1', requestHash = 'hash'): Promise<StartedSaga> {
    return this.during(runner.startSaga(requestOf(sagaId, requestHash)));
  }

  /** Waits until nothing more happens without time passing. */
  async #idle(): Promise<void> {
    for (let quiet = 0; quiet < 4; quiet = this.#busy === 0 ? quiet + 1 : 0)
      await new Promise((resolve) => setImmediate(resolve));
  }

  /** Lets time pass until a promise is settled. */
  async during<T>(promise: Promise<T>): Promise<T> {
    let settled = false;
    const done = (): void => {
      settled = true;
    };
    promise.then(done, done);
    await this.until(() => Promise.resolve(settled));
    return promise;
  }

  /** Lets time pass, from one timer to the next, until the condition holds. */
  async until(condition: () => Promise<boolean>): Promise<void> {
    for (let steps = 0; steps < 20_000; steps += 1) {
      await this.#idle();
      if (await condition()) return;
      this.clock.next();
    }
    throw new Error('The condition never holds.');
  }

  /** Lets `ms` milliseconds pass. */
  async pass(ms: number): Promise<void> {
    const target = this.clock.monotonic() + ms;
    this.clock.after(ms, () => undefined);
    await this.until(() => Promise.resolve(this.clock.monotonic() >= target));
    await this.#idle();
  }

  async saga(sagaId = 'saga-1'): Promise<SagaDocument> {
    const saga = await this.store.get(sagaId);
    if (saga === undefined) throw new Error(`There is no saga ${sagaId}.`);
    return saga;
  }

  /** Lets time pass until the saga has the status, and returns the saga. */
  async reaches(status: SagaDocument['status'], sagaId = 'saga-1'): Promise<SagaDocument> {
    await this.until(async () => (await this.store.get(sagaId))?.status === status);
    return this.saga(sagaId);
  }
}
