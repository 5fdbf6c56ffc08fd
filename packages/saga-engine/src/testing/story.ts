import { nextCall } from '../core/next-call.ts';
import { decide, halt, type SagaInput } from '../core/decide.ts';
import type { SagaCommand } from '../core/commands.ts';
import type { SagaDefinition } from '../core/definition.ts';
import { evolve, newSaga } from '../core/evolve.ts';
import { instantOf, later } from '../core/instant.ts';
import { decideCommand, type CommandDecision } from '../core/decide-command.ts';
import type { Outcome } from '../core/outcome.ts';
import type { SagaEvent, SagaState, StepState } from '../core/state.ts';
import type { EngineConfig } from '../engine-config.ts';
import { planOf } from '../plans.ts';
import { trip, tripConfig } from './trip.ts';

type Anonymous<T> = T extends unknown ? Omit<T, 'actor' | 'reason'> : never;

/** A command without its actor and reason. */
export type Wish = Anonymous<SagaCommand>;

export const admin = 'admin@example.com';

/** The operator's command for a wish. */
export const wished = (wish: Wish): SagaCommand => ({ actor: admin, reason: 'because', ...wish });

/** Feeds inputs to the pure core, and keeps the resulting saga. */
export class Story {
  readonly plan;
  saga: SagaState;
  now = instantOf(Date.parse('2026-03-01T09:00:00.000Z'));
  jitter = 0.5;
  readonly config: EngineConfig;

  constructor(definition: SagaDefinition = trip, config: EngineConfig = tripConfig) {
    this.config = config;
    this.plan = planOf(definition, config);
    this.saga = newSaga(this.plan, { id: 'saga-1', input: { trip: 't1' }, now: this.now });
  }

  #apply(events: readonly SagaEvent[]): readonly SagaEvent[] {
    this.saga = events.reduce(evolve, this.saga);
    return events;
  }

  input(input: SagaInput): readonly SagaEvent[] {
    return this.#apply(decide(this.plan, this.saga, input));
  }

  halt(): readonly SagaEvent[] {
    return this.#apply(
      halt(this.saga, { code: 'UNKNOWN_DEFINITION', message: 'Nobody knows it.' }, this.now),
    );
  }

  /** Gives a command. */
  command(wish: Wish): CommandDecision {
    const timing = { now: this.now, quietMs: this.config.leaseMs };
    const decision = decideCommand(this.plan, this.saga, wished(wish), timing);
    if (decision.kind === 'accepted') this.#apply(decision.events);
    return decision;
  }

  /** Gives a command; returns its events as text, or the code of its refusal, or nothing if it had no effect. */
  ordered(wish: Wish): string[] | string {
    const decision = this.command(wish);
    if (decision.kind === 'accepted') return told(decision.events);
    return decision.kind === 'refused' ? decision.refusal.code : [];
  }

  start(): readonly SagaEvent[] {
    return this.input({ kind: 'start', now: this.now, actor: 'one' });
  }

  tick(ms = 0): readonly SagaEvent[] {
    this.pass(ms);
    return this.input({ kind: 'tick', now: this.now });
  }

  pass(ms: number): this {
    this.now = later(this.now, ms);
    return this;
  }

  /** The saga's next call. */
  call() {
    const call = nextCall(this.saga);
    if (call === undefined) throw new Error('Nothing is called.');
    return call;
  }

  /** Answers the saga's next call, which waited in the queue for `queuedMs`. */
  answer(outcome: Outcome, queuedMs = 0): readonly SagaEvent[] {
    const { step, item, operation, attempt } = this.call();
    return this.input({
      kind: 'outcome',
      now: this.now,
      step,
      ...(item !== undefined && { item }),
      operation,
      attempt,
      outcome,
      queuedMs,
      jitter: this.jitter,
    });
  }

  answers(...outcomes: readonly Outcome[]): this {
    for (const outcome of outcomes) this.answer(outcome);
    return this;
  }

  step(name: string): StepState {
    const step = this.saga.steps.find((each) => each.name === name);
    if (step === undefined) throw new Error(`There is no step ${name}.`);
    return step;
  }
}

/** A story that has begun. */
export const begun = (config?: EngineConfig): Story => {
  const story = new Story(trip, config);
  story.start();
  return story;
};

/** Events as text: type, step, attempt. */
export const told = (events: readonly SagaEvent[]): string[] =>
  events.map(({ type, step, attempt }) =>
    [type, step, attempt].filter((part) => part !== undefined).join(' '),
  );
