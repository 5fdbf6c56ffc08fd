import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { noTrace, withoutNulls, type Span, type Trace } from '@counterstep/primitives';
import { StoreUnavailable, WriteRejected, type Draft } from '@counterstep/document-store';
import type { SagaDocument, SagaStore } from './saga-store.ts';
import { WakeableSleep } from './wakeable-sleep.ts';
import { Breaker } from './breaker.ts';
import { CallLimits } from './call-limits.ts';
import { Claims } from './claims.ts';
import { sleep, systemEngineClock, type EngineClock } from './clock.ts';
import { giveCommand, type CommandResult } from './command.ts';
import type { SagaCommand } from './core/commands.ts';
import { decide } from './core/decide.ts';
import { evolve, newSaga } from './core/evolve.ts';
import { later, type Instant } from './core/instant.ts';
import type { Json } from './core/state.ts';
import { instantIn, type Engine } from './engine.ts';
import type { EngineConfig } from './engine-config.ts';
import { SagaUpdates } from './saga-updates.ts';
import { Leases } from './leases.ts';
import type { Plans } from './plans.ts';
import { ClockSkew, type SkewListener } from './skew.ts';
import { Semaphore } from './semaphore.ts';
import { SagaWatch, type SagaListener } from './watch.ts';
import { announce } from './announce.ts';
import { work } from './work.ts';
import type { EngineLog, EventListener, Failpoint } from './ports.ts';
import { beginSaga, noEngineTelemetry, resumeSaga, storeWithin, type EngineTelemetry } from './tracing.ts';
import type { StepTransport } from './transport.ts';

export interface RunnerOptions {
  readonly store: SagaStore;
  readonly plans: Plans;
  readonly transport: StepTransport;
  readonly config: EngineConfig;
  /** Names this coordinator among all that share the store; by default a random one. */
  readonly id?: string;
  readonly clock?: EngineClock;
  /** At least 0 and less than 1. */
  readonly random?: () => number;
  readonly log?: EngineLog;
  readonly failpoint?: Failpoint;
  readonly onEvent?: EventListener;
  readonly onSkew?: SkewListener;
  readonly telemetry?: EngineTelemetry;
}

export interface NewSagaRequest {
  /** See {@link sagaIdOf}. */
  readonly sagaId: string;
  /** The name of a registered definition. */
  readonly definitionName: string;
  /** Of the definition's input type. */
  readonly input: Json;
  /** A fingerprint of what the client asked for. */
  readonly requestHash: string;
  readonly correlationId: string;
  readonly subject?: string;
  readonly owner?: string;
  /** The trace that the saga is to be a part of. */
  readonly trace?: Trace;
  /** Where sagas began that this one has to do with, each as its `traceparent`. */
  readonly links?: readonly string[];
  /** The saga counts as started after this instant, whatever the clocks of other coordinators were. */
  readonly startedAfter?: Instant;
}

/** STARTED: durable, and under way here. EXISTS: there was one for the same request. CONFLICT: for another request. */
export interface StartedSaga {
  readonly outcome: 'STARTED' | 'EXISTS' | 'CONFLICT';
  readonly saga: SagaDocument;
}

/** Works on sagas: those started here, and those of the store that are due. */
export interface SagaRunner {
  readonly id: string;
  /** Begins to look for sagas that are due. */
  run(): void;
  /**
   * Makes a saga durable, claimed by this coordinator, and goes on with it; the steps do not delay the answer.
   *
   * @throws {InvalidSagaInput} when the input does not fit the definition's input type; nothing was begun.
   * @throws {StoreUnavailable} when it is unknown whether there is a saga now; the same request may be made again.
   */
  startSaga(request: NewSagaRequest): Promise<StartedSaga>;
  /**
   * Gives a saga a command, whoever works on it. The same command may be given again: it is `done` already then.
   *
   * @throws {StoreUnavailable} when it is unknown whether the command was taken.
   */
  command(sagaId: string, command: SagaCommand): Promise<CommandResult>;
  /**
   * Has the saga's steps that wait, or the one that is named, asked again now. It is a hint: one that is lost, doubled,
   * early or forged changes nothing but when they are asked.
   *
   * @throws {StoreUnavailable} when it is unknown whether the hint was taken.
   */
  wake(sagaId: string, step?: string, item?: string): Promise<void>;
  /**
   * The first stored state of a saga for which the condition holds, whichever coordinator brings it about; undefined
   * when it does not within `timeoutMs`.
   */
  until(
    sagaId: string,
    condition: (saga: SagaDocument) => boolean,
    timeoutMs: number,
  ): Promise<SagaDocument | undefined>;
  /** Tells the listener the saga's stored states from now on, the newest always; the returned function ends that. */
  watch(sagaId: string, listener: SagaListener): () => void;
  /** Tells the listener the stored states of all sagas from now on; the returned function ends that. */
  watchAll(listener: SagaListener): () => void;
  /** Makes no more claims, gives running attempts a short time, and releases what it has claimed. */
  stop(): Promise<void>;
}

const silent: EngineLog = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** @throws {Error} when an attempt may take longer than a lease lasts. */
const checkLease = ({ leaseMs }: EngineConfig, plans: Plans): void => {
  for (const [name, { policies }] of plans.all.flatMap(({ steps }) => [...steps]))
    if (policies.attemptTimeoutMs >= leaseMs)
      throw new Error(`An attempt of ${name} may take longer than a lease of ${leaseMs} ms.`);
};

/** How many sagas are claimed in one go; no page of the store is longer. */
const MAX_CLAIMS = 500;

class Runner implements SagaRunner {
  readonly id: string;
  readonly #engine: Engine;
  readonly #claims: Claims;
  readonly #watch: SagaWatch;
  readonly #stopping = new AbortController();
  readonly #abandoning = new AbortController();
  readonly #taken = new Map<string, Promise<void>>();
  /** Requests whose sagas are about to be stored or taken; a poll must not claim them in between. */
  readonly #starting = new Set<NewSagaRequest>();
  readonly #workSlots: Semaphore;
  readonly #pollSleep: WakeableSleep;
  #polling: Promise<void> | undefined;
  /** Whether a poll found more sagas than there was room for. */
  #moreDue = false;

  constructor(options: RunnerOptions) {
    const { store, plans, transport, config, id = randomUUID(), random = Math.random } = options;
    const {
      clock = systemEngineClock,
      log = silent,
      failpoint = () => undefined,
      onEvent = () => undefined,
      onSkew,
      telemetry = noEngineTelemetry,
    } = options;
    checkLease(config, plans);
    // One listener per saga that sleeps or is called: there may be many, and it is no leak.
    setMaxListeners(0, this.#stopping.signal, this.#abandoning.signal);
    this.id = id;
    this.#workSlots = new Semaphore(config.concurrency);
    this.#pollSleep = new WakeableSleep(clock, this.#stopping.signal);
    this.#watch = new SagaWatch({ store, clock, log, reopenMs: config.pollMs });
    this.#engine = {
      ...{ id, store, plans, transport, config, clock, random, log, failpoint, onEvent, telemetry },
      breaker: new Breaker(config.breaker, clock),
      callLimits: new CallLimits(config.callLimit, clock),
      leases: new Leases(clock, config.leaseMs),
      skew: new ClockSkew(clock, onSkew),
      watch: this.#watch,
      stopping: this.#stopping.signal,
      abandoning: this.#abandoning.signal,
      wakeIn: (ms) => {
        this.#pollSleep.wakeIn(ms);
      },
    };
    this.#claims = new Claims(this.#engine);
  }

  run(): void {
    this.#watch.start();
    this.#polling ??= this.#poll();
  }

  async startSaga(request: NewSagaRequest): Promise<StartedSaga> {
    if (this.#stopping.signal.aborted) throw new StoreUnavailable('The coordinator is stopping.');
    const { store, failpoint, leases } = this.#engine;
    const { trace = noTrace, links } = request;
    const first = firstState(this.#engine, request);
    const span = beginSaga(trace, first, links);
    const draft = span.traceparent === undefined ? first : { ...first, traceparent: span.traceparent };
    await failpoint('before-create');
    this.#starting.add(request);
    try {
      const saga = await storeWithin(this.#engine, span, draft.log, () =>
        leases.during(() => store.insert(draft)),
      );
      await failpoint('created');
      await announce(this.#engine, saga, saga.log);
      this.#take(saga, span);
      return { outcome: 'STARTED', saga };
    } catch (error) {
      span.end();
      // The insert may have succeeded all the same, and then nobody works on the saga.
      this.#claims.doubt(request.sagaId);
      if (!(error instanceof WriteRejected)) throw error;
    } finally {
      this.#starting.delete(request);
    }
    const saga = await store.get(request.sagaId);
    if (saga === undefined) throw new StoreUnavailable(`The saga ${request.sagaId} cannot be read.`);
    return { outcome: saga.requestHash === request.requestHash ? 'EXISTS' : 'CONFLICT', saga };
  }

  async command(sagaId: string, command: SagaCommand): Promise<CommandResult> {
    const result = await giveCommand(this.#engine, sagaId, command);
    // A saga of ours that nobody works on here is one whose last commit has an unknown outcome.
    if (result.kind === 'done' && result.saga.holder === this.id && !this.#isTaken(sagaId))
      this.#claims.doubt(sagaId);
    return result;
  }

  async wake(sagaId: string, step?: string, item?: string): Promise<void> {
    const named = { ...(step !== undefined && { step }), ...(item !== undefined && { item }) };
    await this.command(sagaId, { kind: 'wake', actor: this.id, reason: 'a hint', ...named });
  }

  watch(sagaId: string, listener: SagaListener): () => void {
    return this.#watch.watch(sagaId, listener);
  }

  watchAll(listener: SagaListener): () => void {
    return this.#watch.watchAll(listener);
  }

  until(
    sagaId: string,
    condition: (saga: SagaDocument) => boolean,
    timeoutMs: number,
  ): Promise<SagaDocument | undefined> {
    return this.#watch.until(sagaId, condition, timeoutMs);
  }

  async stop(): Promise<void> {
    const { clock, config } = this.#engine;
    this.#stopping.abort();
    const worked = this.#idle();
    await Promise.race([worked, sleep(clock, config.stopGraceMs, this.#abandoning.signal)]);
    this.#abandoning.abort();
    await worked;
    await this.#watch.stop();
  }

  async #idle(): Promise<void> {
    await this.#polling;
    while (this.#taken.size > 0) await Promise.all(this.#taken.values());
  }

  #isTaken(id: string): boolean {
    return this.#taken.has(id) || [...this.#starting].some(({ sagaId }) => sagaId === id);
  }

  /** Works on a saga that is claimed; it waits for a free slot where there is none. */
  #take(saga: SagaDocument, begun?: Span): void {
    const span = begun ?? resumeSaga(this.#engine, saga);
    const updates = new SagaUpdates(this.#engine, saga);
    const working = this.#workSlots
      .use(() => work(this.#engine, saga, updates, span))
      .catch((error: unknown) => {
        this.#leave(saga, error);
      });
    this.#taken.set(
      saga.id,
      working.finally(() => {
        updates.end();
        span.end();
        this.#taken.delete(saga.id);
        this.#engine.leases.forget(saga.id);
        if (this.#moreDue) this.#pollSleep.wakeIn(0);
      }),
    );
  }

  /** Stops working on a saga; what is stored of it decides who goes on, and how. */
  #leave(saga: SagaDocument, error: unknown): void {
    const { log } = this.#engine;
    const fields = { err: error, sagaId: saga.id, correlationId: saga.correlationId };
    const doubtful = error instanceof WriteRejected || error instanceof StoreUnavailable;
    if (!doubtful) {
      // Somebody has to look at this; the saga is tried again when the lease is over.
      log.error(fields, 'a saga cannot be worked on');
      return;
    }
    log.warn(fields, 'it is unknown what is stored of a saga, or who owns it; it is read again');
    this.#claims.doubt(saga.id);
  }

  async #poll(): Promise<void> {
    const { log, config } = this.#engine;
    while (!this.#stopping.signal.aborted) {
      try {
        const free = Math.min(this.#workSlots.free, MAX_CLAIMS);
        const take = (saga: SagaDocument): void => {
          this.#take(saga);
        };
        this.#moreDue = free === 0 || (await this.#claims.claim(free, take, (id) => this.#isTaken(id)));
        await this.#claims.clampMisdated((id) => this.#isTaken(id));
        await this.#claims.haltUnknown();
      } catch (error) {
        log.warn({ err: error }, 'sagas that are due cannot be looked for');
      }
      await this.#pollSleep.sleep(config.pollMs);
    }
  }
}

const firstState = (engine: Engine, request: NewSagaRequest): Draft<SagaDocument> => {
  const plan = engine.plans.newest(request.definitionName);
  const { sagaId: id, definitionName: _, input, startedAfter, trace: __, links: ___, ...rest } = request;
  const earliest = startedAfter === undefined ? '' : later(startedAfter, 1);
  const now = [instantIn(engine), earliest].reduce((a, b) => (a < b ? b : a));
  const given = withoutNulls(input);
  engine.plans.checkInput(plan, given);
  const saga = newSaga(plan, { id, input: given, now });
  const events = decide(plan, saga, { kind: 'start', now, actor: engine.id });
  return {
    ...rest,
    ...events.reduce(evolve, saga),
    epoch: 1,
    holder: engine.id,
    dueAt: instantIn(engine, engine.config.leaseMs),
  };
};

/**
 * Creates a runner; it works on what is started with it, and after `run()` on everything that is due.
 *
 * @throws {Error} when an attempt may take longer than a lease lasts.
 */
export const createRunner = (options: RunnerOptions): SagaRunner => new Runner(options);
