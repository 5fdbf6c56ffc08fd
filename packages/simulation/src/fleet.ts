import {
  createRunner,
  hasEnded,
  isWaiting,
  later,
  secretInputsOf,
  type EngineClock,
  type EngineLog,
  type Plans,
  type SagaDocument,
  type SagaRunner,
  type StepState,
  type StepTransport,
  createSagaStore,
} from '@counterstep/saga-engine';
import type { Disk } from './disk.ts';
import type { FaultKind } from './faults.ts';
import { lateStore } from './late-store.ts';
import { Process } from './process.ts';
import { RemoteStore } from './remote-store.ts';
import { BEGINNING } from './scheduler.ts';
import { nowOf, offsetOf, applyFault, type World } from './world.ts';

/** The faults that can hit a coordinator at any point. */
const fates: readonly FaultKind[] = ['crash', 'freeze', 'clock-jump', 'clock-back'];

/** A saga's next state as a defective coordinator writes it. */
const withDefects = (next: SagaDocument, { defects, config, definitions }: World): SagaDocument => {
  const definition = definitions.find(({ name }) => name === next.definitionName);
  if (defects.waitSpendsDeadline === true && !isWaiting(next))
    return { ...next, deadline: later(next.startedAt, definition?.deadlineMs ?? config.sagaDeadlineMs) };
  if (defects.wakeTrusted !== true || next.log.at(-1)?.type !== 'STEP_WOKEN') return next;
  const steps = next.steps.map(({ wait, nextAttemptAt, ...step }): StepState =>
    wait === undefined
      ? { ...step, ...(nextAttemptAt !== undefined && { nextAttemptAt }) }
      : { ...step, status: 'SUCCEEDED', output: {} },
  );
  return { ...next, steps };
};

/** One life of a coordinator. */
export interface Coordinator {
  readonly process: Process;
  readonly runner: SagaRunner;
  /** The sagas whose followers at this coordinator have learned of the end. */
  readonly told: ReadonlySet<string>;
}

export interface FleetOptions {
  readonly plans: Plans;
  readonly disk: Disk;
  readonly sagaIds: readonly string[];
  readonly transportOf: (process: Process) => StepTransport;
  /** Called with every error that a coordinator logs, which an operator would have to look at. */
  readonly onError: (what: string) => void;
}

/** How long a client or an operator waits for a coordinator's answer, in ms. */
export const ANSWER_TIMEOUT_MS = 3_000;

/** How long a follower of a saga waits, in ms. */
const FOLLOWING_MS = 24 * 60 * 60_000;

/** The coordinators: as many as the schedule wants, each replaced by a new one some time after its death. */
export class Fleet {
  readonly #world: World;
  readonly #options: FleetOptions;
  readonly #alive = new Set<Coordinator>();
  #lives = 0;

  constructor(world: World, options: FleetOptions) {
    this.#world = world;
    this.#options = options;
    for (let slot = 0; slot < world.traits.coordinators; slot += 1) this.#start();
  }

  /** The living coordinators, oldest first. */
  get alive(): readonly Coordinator[] {
    return [...this.#alive];
  }

  /** Ends all faults of processes: they go on, and their clocks agree. */
  heal(): void {
    const { scheduler } = this.#world;
    // All clocks are set back to the slowest one, so instants that the others wrote are now far ahead.
    const agreed = Math.min(0, ...this.alive.map(({ process }) => process.clockOffsetMs));
    this.#world.agreedOffsetMs = agreed;
    for (const { process } of this.alive) {
      process.frozenUntil = Math.min(process.frozenUntil, scheduler.now);
      process.clockOffsetMs = agreed;
    }
  }

  #start(): void {
    const { draws, scheduler, note } = this.#world;
    const name = `coordinator-${(this.#lives += 1)}`;
    const process = new Process(name, {
      clockOffsetMs: offsetOf(this.#world, name),
      onDeath: () => {
        note(() => `${name} is dead`);
        for (const each of this.#alive) if (each.process === process) this.#alive.delete(each);
        const rest = draws(`rest of ${name}`);
        scheduler.after(undefined, 100 + rest * rest * 4_000, () => {
          this.#start();
        });
      },
    });
    note(() => `${name} starts`);
    const runner = this.#createRunner(process);
    const told = new Set<string>();
    const coordinator = { process, runner, told };
    this.#alive.add(coordinator);
    runner.run();
    for (const sagaId of this.#options.sagaIds) void this.#follow(coordinator, told, sagaId);
  }

  #createRunner(process: Process): SagaRunner {
    const { draws, config, defects, traits } = this.#world;
    const { exclusive } = traits;
    const { disk, plans, transportOf } = this.#options;
    const remote = new RemoteStore(this.#world, process, disk, { exclusive, faults: fates });
    const sagas = createSagaStore(
      defects.intentLate === true ? lateStore(this.#world, process, remote) : remote,
      defects.secretsKept === true ? undefined : secretInputsOf(this.#world.definitions),
    );
    const sound =
      defects.misdatedIgnored === true ? { ...sagas, misdated: () => Promise.resolve([]) } : sagas;
    const store = { ...sound, save: (next: SagaDocument) => sound.save(withDefects(next, this.#world)) };
    let drawn = 0;
    const runner = createRunner({
      ...{ id: process.name, store, plans, config, clock: this.#clockOf(process), log: this.#logOf(process) },
      transport: transportOf(process),
      random: () => draws(`${process.name} jitter ${(drawn += 1)}`),
      failpoint: async (name) => {
        const fault = this.#world.faults.at(`${process.name} is at ${name}`, [...fates, 'stop'], 0.5);
        if (fault === undefined) return;
        if (fault.kind === 'stop') void runner.stop().then(process.kill.bind(process));
        await applyFault(this.#world, process, fault);
      },
    });
    return runner;
  }

  #clockOf(process: Process): EngineClock {
    const { scheduler } = this.#world;
    return {
      now: () => nowOf(this.#world, process),
      monotonic: () => scheduler.now - BEGINNING,
      after: (ms, run) => scheduler.after(process, ms, run),
    };
  }

  #logOf({ name }: Process): EngineLog {
    const { note } = this.#world;
    const silent = (): void => undefined;
    const lineOf = (fields: object, message: string): string =>
      `${name} says: ${message}${'err' in fields ? ` (${String(fields.err)})` : ''}`;
    return {
      debug: silent,
      info: silent,
      warn: (fields, message) => {
        note(() => lineOf(fields, message));
      },
      error: (fields, message) => {
        note(() => lineOf(fields, message));
        this.#options.onError(lineOf(fields, message));
      },
    };
  }

  /** Follows a saga to its end, as a client of this coordinator does. */
  async #follow({ runner, process }: Coordinator, told: Set<string>, sagaId: string): Promise<void> {
    while (process.isAlive && !told.has(sagaId)) {
      const ended = await runner.until(sagaId, hasEnded, FOLLOWING_MS).catch(() => undefined);
      if (ended !== undefined) told.add(sagaId);
      else await this.#world.scheduler.travel(process, 500);
    }
  }
}
