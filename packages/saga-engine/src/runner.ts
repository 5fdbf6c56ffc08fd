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
  /** The coordinator's unique name among all that share the store; random by default. */
  readonly id?: string;
  readonly clock?: EngineClock;
  /** Returns a random number of at least 0 and less than 1. */
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
  /** The input, which must fit the definition's input type. */
  readonly input: Json;
  /** A fingerprint of the client's request. */
  readonly requestHash: string;
  readonly correlationId: string;
  readonly subject?: string;
  readonly owner?: string;
  /** The trace that the saga becomes part of. */
  readonly trace?: Trace;
  /** The origins of related sagas in their traces, each as a `traceparent`. */
  readonly links?: readonly string[];
  /** An instant that the saga's start must follow, however the coordinators' clocks differ. */
  readonly startedAfter?: Instant;
}

/**
 * STARTED: the saga is durable, and under way here. EXISTS: the same request started it before. CONFLICT: another
 * request has used its id.
 */
export interface StartedSaga {
  readonly outcome: 'STARTED' | 'EXISTS' | 'CONFLICT';
  readonly saga: SagaDocument;
}

/** Works on the sagas that are started here, and on due ones in the store. */
export interface SagaRunner {
  readonly id: string;
  /** Begins to look for due sagas. */
  run(): void;
  /**
   * Stores a saga, claimed by this coordinator, and goes on with it; resolves without waiting for its steps.
   *
   * @throws {InvalidSagaInput} if the input does not fit the definition's input type; nothing was begun.
   * @throws {StoreUnavailable} when it is unknown whether the saga exists now; the same request may be made again.
   */
  startSaga(request: NewSagaRequest): Promise<StartedSaga>;
  /**
   * Gives a saga a command, whichever coordinator works on it. The command may be repeated, and is then `done` already.
   *
   * @throws {StoreUnavailable} when it is unknown whether the command was taken.
   */
  command(sagaId: string, command: SagaCommand): Promise<CommandResult>;
  /**
   * Has the saga's waiting steps, or only the named one, asked again now. A wake is a hint: one that is lost, repeated,
   * early or forged changes only when the steps are asked.
   *
   * @throws {StoreUnavailable} when it is unknown whether the hint was taken.
   */
  wake(sagaId: string, step?: string, item?: string): Promise<void>;
  /**
   * The first stored state of a saga that meets the condition, whichever coordinator wrote it; undefined if there is
   * none within `timeoutMs`.
   */
  until(
    sagaId: string,
    condition: (saga: SagaDocument) => boolean,
    timeoutMs: number,
  ): Promise<SagaDocument | undefined>;
  /**
   * Sends the listener the saga's stored states from now on; the newest always arrives. The returned function stops it.
   */
  watch(sagaId: string, listener: SagaListener): () => void;
  /** Sends the listener the stored states of all sagas from now on; the returned function stops it. */
  watchAll(listener: SagaListener): () => void;
  /** Makes no more claims, gives running attempts `stopGraceMs`, and releases the claimed sagas. */
  stop(): Promise<void>;
}

const silent: EngineLog = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/**
 * Checks that every attempt fits into a lease.
 *
 * @throws {Error} if an attempt may take as long as a lease lasts.
 */
const checkLease = ({ leaseMs }: EngineConfig, plans: Plans): void => {
  for (const [name, { policies }] of plans.all.flatMap(({ steps }) => [...steps]))
    if (policies.attemptTimeoutMs >= leaseMs)
      throw new Error(`An attempt of ${name} may take longer than a lease of ${leaseMs} ms.`);
};

/** How many sagas are claimed in one go at most, which is the longest page of the store. */
const MAX_CLAIMS = 500;

class Runner implements SagaRunner {
  readonly id: string;
  readonly #engine: Engine;
  readonly #claims: Claims;
  readonly #watch: SagaWatch;
  readonly #stopping = new AbortController();
  readonly #abandoning = new AbortController();
  readonly #taken = new Map<string, Promise<void>>();
  /** Requests whose sagas are being stored or taken; a poll must not claim these in the meantime. */
  readonly #starting = new Set<NewSagaRequest>();
  readonly #workSlots: Semaphore;
  readonly #pollSleep: WakeableSleep;
  #polling: Promise<void> | undefined;
  /** Whether the last poll may have left due sagas for want of room. */
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
    // Each sleeping or called saga adds a listener, so there may be many without a leak.
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
      // The insert may have succeeded all the same, with nobody to work on the saga.
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
    // If we hold the saga but do not work on it, its last commit has an unknown outcome.
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

  /** Works on a claimed saga, as soon as a slot is free. */
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

  /** Stops working on a saga; its stored state decides who goes on, and how. */
  #leave(saga: SagaDocument, error: unknown): void {
    const { log } = this.#engine;
    const fields = { err: error, sagaId: saga.id, correlationId: saga.correlationId };
    const doubtful = error instanceof WriteRejected || error instanceof StoreUnavailable;
    if (!doubtful) {
      // An operator has to look at this; the saga is tried again once the lease is over.
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
 * Creates a runner, which works on the sagas that it starts and, after `run()`, on all that are due.
 *
 * @throws {Error} if an attempt may take as long as a lease lasts.
 */
export const createRunner = (options: RunnerOptions): SagaRunner => new Runner(options);
