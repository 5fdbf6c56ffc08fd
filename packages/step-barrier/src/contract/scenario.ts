import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { CodedError } from '@counterstep/primitives';
import { createBarrier, type StepWork } from '../barrier.ts';
import type { BarrierRecord, Operation, StepCall } from '../rules.ts';
import {
  AttemptClock,
  ConnectionLost,
  faultyStore,
  Provider,
  type Bench,
  type Effect,
  type StoreFault,
} from './bench.ts';

/** The point at which the process of an attempt dies. */
type CrashPoint = 'before-intent' | 'before-call' | 'before-answer';

/** One attempt of an operation, and what happens to it. */
export interface Attempt {
  readonly operation: Operation;
  readonly epoch: number;
  readonly input: string;
  /** `passes`: the deadline passes during the work. */
  readonly deadline: 'ahead' | 'past' | 'passes';
  /** Whether an invoke that is not done yet answers that it has to wait. */
  readonly waits: boolean;
  readonly crash: CrashPoint | undefined;
  readonly fault: StoreFault | undefined;
  /** How many turns of the event loop the work takes before and after the call of the third party. */
  readonly turns: readonly [number, number];
}

/** Attempts of one step in batches: the batches run one after the other, the attempts of a batch at the same time. */
export interface Scenario {
  readonly thirdParty: boolean;
  readonly rejects: boolean;
  readonly batches: readonly (readonly Attempt[])[];
}

const attempts: fc.Arbitrary<Attempt> = fc.record({
  operation: fc.oneof(
    { arbitrary: fc.constant('invoke' as const), weight: 3 },
    { arbitrary: fc.constant('compensate' as const), weight: 2 },
  ),
  epoch: fc.integer({ min: 1, max: 3 }),
  input: fc.oneof({ arbitrary: fc.constant('a'), weight: 6 }, { arbitrary: fc.constant('b'), weight: 1 }),
  deadline: fc.oneof(
    { arbitrary: fc.constant('ahead' as const), weight: 5 },
    { arbitrary: fc.constantFrom('past' as const, 'passes' as const), weight: 1 },
  ),
  waits: fc.oneof({ arbitrary: fc.constant(false), weight: 3 }, { arbitrary: fc.constant(true), weight: 1 }),
  crash: fc.option(fc.constantFrom<CrashPoint[]>('before-intent', 'before-call', 'before-answer'), {
    freq: 3,
    nil: undefined,
  }),
  fault: fc.option(
    fc.record({
      commit: fc.integer({ min: 1, max: 2 }),
      kind: fc.constantFrom('never-happens' as const, 'reply-lost' as const),
    }),
    { freq: 4, nil: undefined },
  ),
  turns: fc.tuple(fc.nat(3), fc.nat(3)),
});

export const scenarios: fc.Arbitrary<Scenario> = fc.record({
  thirdParty: fc.boolean(),
  rejects: fc.oneof(
    { arbitrary: fc.constant(false), weight: 5 },
    { arbitrary: fc.constant(true), weight: 1 },
  ),
  batches: fc.array(fc.array(attempts, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
});

/** How an attempt ended. */
export interface Ending {
  readonly attempt: Attempt;
  readonly batch: number;
  /** How often the attempt's work was begun. */
  readonly works: number;
  readonly response?: Readonly<Record<string, unknown>>;
  /** The error code if there is no response. */
  readonly code?: string;
}

const NOW = Date.parse('2026-03-01T09:00:00.000Z');
const SECOND_MS = 1000;
const WAITING = {
  for: 'PROVIDER',
  askAgainAt: '2026-03-01T09:01:00.000Z',
  until: '2026-03-01T09:15:00.000Z',
};

class Crash extends Error {}

/** Plays one step of one saga with real barriers on a real store. */
export class Play<Writes> {
  readonly provider = new Provider();
  readonly sagaId: string;
  readonly #bench: Bench<Writes>;
  readonly #scenario: Scenario;
  #receipts = 0;

  constructor(bench: Bench<Writes>, scenario: Scenario, sagaId: string) {
    this.#bench = bench;
    this.#scenario = scenario;
    this.sagaId = sagaId;
  }

  get key(): string {
    return `${this.sagaId}:step`;
  }

  async perform(): Promise<readonly Ending[]> {
    await this.#bench.begin(this.key);
    const endings: Ending[] = [];
    for (const [batch, together] of this.#scenario.batches.entries()) {
      endings.push(...(await Promise.all(together.map((attempt) => this.attempt(attempt, batch)))));
    }
    return endings;
  }

  effect(): Promise<Effect> {
    return this.#bench.effect(this.key);
  }

  /** The barrier's record of the step. */
  record(): Promise<BarrierRecord | undefined> {
    return this.#bench.store.get(this.key);
  }

  /** Makes an attempt with a barrier of its own, as a separate process would have. */
  async attempt(attempt: Attempt, batch: number): Promise<Ending> {
    const clock = new AttemptClock(NOW);
    const barrier = createBarrier(faultyStore(this.#bench.store, attempt.fault), clock);
    const call: StepCall = {
      sagaId: this.sagaId,
      step: 'step',
      operation: attempt.operation,
      epoch: attempt.epoch,
      input: attempt.input,
      deadline: new Date(NOW + (attempt.deadline === 'past' ? -SECOND_MS : SECOND_MS)).toISOString(),
    };
    let works = 0;
    const work: StepWork<object, Writes> = (scope) => {
      works += 1;
      if (attempt.deadline === 'passes') clock.pass(2 * SECOND_MS);
      return attempt.operation === 'invoke' ? this.#invoke(attempt)(scope) : this.#compensate(attempt)(scope);
    };
    try {
      const response = (await barrier.run(call, work)) as Readonly<Record<string, unknown>>;
      if (response['waiting'] !== undefined) return { attempt, batch, works, code: 'WAITING' };
      return { attempt, batch, works, response };
    } catch (error) {
      return { attempt, batch, works, code: this.#codeOf(error) };
    }
  }

  #codeOf(error: unknown): string {
    if (this.#bench.store.isLostRace(error)) return 'LOST_RACE';
    if (error instanceof CodedError) return error.code;
    if (error instanceof Crash || error instanceof ConnectionLost) return 'CRASH';
    throw error;
  }

  #invoke =
    (attempt: Attempt): StepWork<object, Writes> =>
    async (scope) => {
      const { thirdParty, rejects } = this.#scenario;
      crashAt(attempt, 'before-intent');
      if (thirdParty && scope.invoked === 'NO') await scope.intend(this.#bench.none);
      await this.#turns(attempt.turns[0]);
      crashAt(attempt, 'before-call');
      if (rejects)
        return { writes: this.#bench.none, response: { rejection: { code: 'NO', message: 'No.' } } };
      if (attempt.waits) return { writes: this.#bench.none, response: { waiting: WAITING } };
      if (thirdParty && this.provider.charge(scope.key) === 'cancelled') {
        throw new CodedError('STEP_CANCELLED', 'The compensation was at the provider first.');
      }
      await this.#turns(attempt.turns[1]);
      crashAt(attempt, 'before-answer');
      this.#receipts += 1;
      return { writes: this.#bench.count(this.key, 'done'), response: { receipt: this.#receipts } };
    };

  #compensate =
    (attempt: Attempt): StepWork<object, Writes> =>
    async (scope) => {
      const { thirdParty } = this.#scenario;
      crashAt(attempt, 'before-intent');
      if (thirdParty) await scope.intend(this.#bench.none);
      await this.#turns(attempt.turns[0]);
      crashAt(attempt, 'before-call');
      const given = thirdParty ? this.provider.cancel(scope.key) : true;
      await this.#turns(attempt.turns[1]);
      crashAt(attempt, 'before-answer');
      this.#receipts += 1;
      const wasDone = typeof scope.invoked === 'object';
      const writes = wasDone ? this.#bench.count(this.key, 'undone') : this.#bench.none;
      return { writes, response: { undone: given, receipt: this.#receipts } };
    };

  async #turns(count: number): Promise<void> {
    for (let turn = 0; turn < count; turn += 1) await setImmediate();
  }
}

function crashAt(attempt: Attempt, point: CrashPoint): void {
  if (attempt.crash === point) throw new Crash(point);
}
