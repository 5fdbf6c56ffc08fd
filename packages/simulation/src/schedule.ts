import {
  fromStored,
  Plans,
  type EngineConfig,
  type Json,
  type SagaDefinition,
  type StepState,
  type StoredSaga,
  type SagaDocument,
} from '@counterstep/saga-engine';
import { MemoryDatabase } from '@counterstep/document-store/memory';
import { Client } from './client.ts';
import { unconditional, valuesIn } from './conditions.ts';
import type { Defects } from './defects.ts';
import { Disk, withoutVersionCheck } from './disk.ts';
import { createDraws, pick } from './draws.ts';
import { drawnFaults, Faults, listedFaults, type Fault, type InjectedFault } from './faults.ts';
import { Fleet } from './fleet.ts';
import { Inspector } from './inspector.ts';
import { violation } from './ledger.ts';
import { Operator } from './operator.ts';
import { answersTo, sampleInput, type Answers } from './operations.ts';
import { Participant } from './participants.ts';
import { profiles } from './profiles.ts';
import type { InvariantViolation } from './invariants.ts';
import { BEGINNING, Scheduler } from './scheduler.ts';
import { drawTraits, type Traits } from './traits.ts';
import { Network } from './transport.ts';
import type { World } from './world.ts';

/** How long faults happen from the beginning of a schedule, in ms. */
const STORM_MS = 30_000;
/** How long a healthy world may take to come to rest, in ms: far longer than all windows together. */
const CALM_MS = 20 * 60_000;

/** That time, and twice the longest wait of any step, because clocks may have been set back. */
const calmMsOf = ({ steps }: SagaDefinition): number =>
  CALM_MS + 2 * Math.max(...steps.map(({ waits }) => waits?.atMostMs ?? 0));

export interface ScheduleOptions {
  readonly definition: SagaDefinition;
  /** The schedule's seed, a whole number, which determines everything in it. */
  readonly seed: number;
  /** The input of the sagas; default: one with a text for every field that the definition reads. */
  readonly input?: Json;
  /** Settings of the engine that override those of the profile. */
  readonly config?: Partial<EngineConfig>;
  readonly defects?: Defects;
  /** Replaces what the seed would draw. */
  readonly traits?: Traits;
  /** Replaces what the seed would draw. */
  readonly faults?: readonly Fault[];
  /** Whether the result includes a trace of everything that happened. */
  readonly traced?: boolean;
}

/** The result of a schedule. */
export interface ScheduleResult {
  readonly seed: number;
  readonly definition: SagaDefinition;
  readonly violation: InvariantViolation | undefined;
  readonly traits: Traits;
  readonly faults: readonly InjectedFault[];
  readonly sagas: readonly SagaDocument[];
  /** The trace, line by line; empty unless requested. */
  readonly trace: readonly string[];
}

class Schedule {
  readonly #options: ScheduleOptions;
  readonly #traits: Traits;
  readonly #input: Json;
  readonly #world: World;
  readonly #inspector: Inspector;
  readonly #disk: Disk;
  readonly #participants: ReadonlyMap<string, Participant>;
  readonly #fleet: Fleet;
  readonly #clients: readonly Client[];
  readonly #operator: Operator;
  readonly #sagaIds: readonly string[];
  readonly #trace: string[] = [];

  constructor(options: ScheduleOptions) {
    const { definition, seed, defects = {} } = options;
    const draws = createDraws(seed);
    this.#options = options;
    this.#traits = options.traits ?? drawTraits(definition, draws);
    const scheduler = new Scheduler();
    const choose =
      options.faults === undefined ? drawnFaults(draws, this.#traits.faults) : listedFaults(options.faults);
    const note = (line: () => string): void => {
      if (options.traced === true) this.#trace.push(`${timeOf(scheduler.now - BEGINNING)} ${line()}`);
    };
    const faults = new Faults(choose, (fault) => {
      note(() => `!! ${fault.point}: ${fault.kind}`);
      return scheduler.now - BEGINNING;
    });
    const config = { ...profiles[this.#traits.profile], ...options.config };
    this.#world = {
      ...{ definitions: [definition], config, defects, draws, scheduler, faults, note },
      ...{ traits: this.#traits, visits: new Map(), mended: false, agreedOffsetMs: undefined },
    };
    const { conditions } = this.#traits;
    this.#input = options.input ?? sampleInput(definition, conditions);
    this.#inspector = new Inspector(definition, (saga) => this.#waitsForBroken(saga), {
      ...{ input: this.#input, conditions: valuesIn(this.#input, conditions) },
      ...{ deadlineMs: definition.deadlineMs ?? config.sagaDeadlineMs },
      clocksAgree: () =>
        this.#traits.skewMs === 0 &&
        faults.injected.every(({ kind }) => kind !== 'clock-jump' && kind !== 'clock-back'),
    });
    this.#sagaIds = Array.from({ length: this.#traits.sagas }, (_, index) => `saga-${index + 1}`);
    this.#disk = this.#openDisk(defects);
    const answers = answersTo(definition);
    this.#participants = this.#startParticipants(answers);
    this.#fleet = new Fleet(this.#world, {
      plans: plansOf(definition, config, defects.whenIgnored === true),
      disk: this.#disk,
      sagaIds: this.#sagaIds,
      onError: (what) => {
        this.#inspector.report(violation('sound', what), 'all sagas');
      },
      transportOf: (process) => new Network(this.#world, process, this.#participants, answers),
    });
    this.#clients = this.#sagaIds.flatMap((sagaId) => this.#startClients(sagaId));
    this.#operator = this.#startOperator();
    this.#planWakes();
  }

  #openDisk(defects: Defects): Disk {
    const database: MemoryDatabase = new MemoryDatabase((documents) => {
      for (const { document } of documents)
        if (document !== undefined) this.#committed(fromStored(document as StoredSaga));
    });
    return new Disk(database, withoutVersionCheck(database, defects));
  }

  #committed(saga: SagaDocument): void {
    const known = this.#inspector.saga(saga.id)?.log.length ?? 0;
    this.#world.note(() => {
      const events = saga.log.slice(known).map(({ type, step = '' }) => `${type} ${step}`.trim());
      const what = events.length === 0 ? `owner ${saga.holder ?? 'nobody'}` : events.join(', ');
      return `${saga.id} version ${saga.version} epoch ${saga.epoch}: ${what}`;
    });
    this.#inspector.committed(saga);
  }

  #startParticipants(answers: Answers): ReadonlyMap<string, Participant> {
    const { steps, afterCompensation = [] } = this.#options.definition;
    const subgraphs = new Set([...steps, ...afterCompensation].map(({ subgraph }) => subgraph));
    const start = (subgraph: string): Participant =>
      new Participant(this.#world, subgraph, answers, ({ sagaId, step, done }) => {
        this.#world.note(() => `${step} of ${sagaId} is ${done ? 'done' : 'undone'}`);
        this.#inspector.effect(sagaId, step, done);
      });
    return new Map([...subgraphs].map((subgraph) => [subgraph, start(subgraph)]));
  }

  #startClients(sagaId: string): readonly Client[] {
    const { definition } = this.#options;
    const input = this.#input;
    const names = this.#traits.twins ? [`${sagaId} client`, `${sagaId} twin`] : [`${sagaId} client`];
    return names.map((name) => {
      const client = new Client(this.#world, this.#fleet, name);
      void client.ask({ sagaId, definitionName: definition.name, input }, () => {
        this.#world.note(() => `${name} is told that the saga is accepted`);
        this.#inspector.accepted(sagaId);
      });
      return client;
    });
  }

  #startOperator(): Operator {
    const operator = new Operator(this.#world, this.#fleet);
    for (const command of this.#traits.commands)
      operator.plan(command, () => {
        if (command.kind === 'compensate') this.#inspector.turnedBack(command.sagaId);
      });
    return operator;
  }

  /** Schedules hints, which reach any living coordinator, and are lost if there is none. */
  #planWakes(): void {
    const { scheduler, draws, note } = this.#world;
    for (const [index, { sagaId, afterMs }] of this.#traits.wakes.entries())
      scheduler.after(undefined, afterMs, () => {
        const living = this.#fleet.alive;
        if (living.length === 0) return;
        const { runner, process } = pick(living, draws(`wake ${index + 1} goes to`));
        note(() => `somebody tells ${process.name} to wake ${sagaId}`);
        void runner.wake(sagaId).catch(() => undefined);
      });
  }

  /** Whether the saga waits for an operation that is broken now. */
  #waitsForBroken(saga: SagaDocument): boolean {
    const operation = ({ name }: StepState): string =>
      `${name}:${saga.direction === 'BACKWARD' ? 'compensate' : 'invoke'}`;
    const stuck = saga.steps.find(({ status }) => status === 'STUCK');
    return stuck !== undefined && !this.#world.mended && this.#traits.broken.has(operation(stuck));
  }

  #isAtRest(): boolean {
    if (this.#inspector.violation !== undefined) return true;
    return (
      this.#world.scheduler.messages === 0 &&
      this.#clients.every(({ isAccepted }) => isAccepted) &&
      this.#sagaIds.every((id) => this.#inspector.isQuiescent(id)) &&
      this.#isTold()
    );
  }

  /** Whether every follower of an ended saga has learned of its end. */
  #isTold(): boolean {
    const ended = this.#inspector.sagas.filter(({ finishedAt }) => finishedAt !== undefined);
    return this.#fleet.alive.every(({ told }) => ended.every(({ id }) => told.has(id)));
  }

  #heal(): void {
    const { faults, note } = this.#world;
    note(() => 'From here on nothing goes wrong any more.');
    faults.end();
    this.#disk.free();
    this.#fleet.heal();
    for (const participant of this.#participants.values()) participant.heal();
    void this.#operator.end(() =>
      this.#inspector.sagas.filter(({ paused }) => paused !== undefined).map(({ id }) => id),
    );
  }

  async #rest(limitMs: number): Promise<boolean> {
    const { scheduler } = this.#world;
    return scheduler.runUntil(() => this.#isAtRest(), scheduler.now + limitMs);
  }

  #checkRest(): void {
    this.#inspector.checkEnds();
    this.#inspector.checkEffects();
    if (!this.#isTold())
      this.#inspector.report(violation('told', 'somebody was never told the end'), 'all sagas');
  }

  async run(): Promise<ScheduleResult> {
    const isOver = (): boolean => this.#inspector.violation !== undefined;
    const calmMs = calmMsOf(this.#options.definition);
    await this.#rest(STORM_MS);
    if (!isOver()) {
      this.#heal();
      await this.#rest(calmMs);
      this.#checkRest();
    }
    if (!isOver() && this.#inspector.sagas.some(({ status }) => status === 'STUCK')) {
      this.#world.note(() => 'From here on what was broken works again.');
      this.#world.mended = true;
      await this.#rest(calmMs);
      this.#checkRest();
    }
    const { seed, definition } = this.#options;
    return {
      ...{ seed, definition, violation: this.#inspector.violation, traits: this.#traits },
      ...{ faults: this.#world.faults.injected, sagas: this.#inspector.sagas, trace: this.#trace },
    };
  }
}

/** Formats a time since the beginning for reports. */
export const timeOf = (ms: number): string => `+${(ms / 1_000).toFixed(3)}s`;

const knownPlans = new WeakMap<SagaDefinition, Map<string, Plans>>();

/** The plans of a definition, cached because hashing a definition takes longer than a schedule. */
const plansOf = (definition: SagaDefinition, config: EngineConfig, ignoresConditions: boolean): Plans => {
  const plans = knownPlans.get(definition) ?? new Map<string, Plans>();
  knownPlans.set(definition, plans);
  const key = JSON.stringify([config, ignoresConditions]);
  const followed = ignoresConditions ? unconditional(definition) : definition;
  const known = plans.get(key) ?? new Plans([followed], config);
  plans.set(key, known);
  return known;
};

/** Runs one schedule to its end. */
export const runSchedule = (options: ScheduleOptions): Promise<ScheduleResult> => new Schedule(options).run();
