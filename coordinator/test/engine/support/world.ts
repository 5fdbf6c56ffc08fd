import { nextActions } from '../../../src/engine/core/actions.ts';
import { decide } from '../../../src/engine/core/decide.ts';
import { evolve, newSaga } from '../../../src/engine/core/evolve.ts';
import { epochMsOf, instantOf } from '../../../src/engine/core/instant.ts';
import { outcomeOf, rootFieldOf, type StepAnswer } from '../../../src/engine/core/outcome.ts';
import { hasEnded, type Operation, type SagaEvent, type SagaState } from '../../../src/engine/core/state.ts';
import { planOf } from '../../../src/engine/plans.ts';
import { Participants, type Mood, type Temper } from './participants.ts';
import { trip, tripConfig } from './trip.ts';

const plan = planOf(trip, tripConfig);
const { attemptTimeoutMs, leaseMs } = tripConfig;

interface Request {
  readonly from: number;
  readonly epoch: number;
  readonly step: string;
  readonly operation: Operation;
  readonly attempt: number;
  readonly deadline: number;
}

type Message =
  | { readonly kind: 'request'; readonly request: Request }
  | { readonly kind: 'reply'; readonly request: Request; readonly answer: StepAnswer };

/** What a coordinator believes; it may be wrong, and does not look at its lease. */
interface Mind {
  saga: SagaState;
  version: number;
  epoch: number;
  awaiting: Request | undefined;
}

/** Coordinators, participants with the real rules of the barrier, and a network that loses, doubles and reorders. */
export class World {
  now = Date.parse('2026-03-01T09:00:00.000Z');
  stored: { saga: SagaState; version: number; epoch: number; dueAt: number; owned: boolean };
  readonly minds: (Mind | undefined)[] = [undefined, undefined, undefined];
  readonly network: Message[] = [];
  readonly participants: Participants;

  constructor(temper: Temper) {
    this.participants = new Participants(temper);
    const now = instantOf(this.now);
    const saga = newSaga(plan, { id: 'saga-1', input: { trip: 't1' }, now });
    const begun = decide(plan, saga, { kind: 'start', now, actor: '0' }).reduce(evolve, saga);
    this.stored = { saga: begun, version: 1, epoch: 1, dueAt: this.now + leaseMs, owned: true };
    this.minds[0] = { saga: begun, version: 1, epoch: 1, awaiting: undefined };
  }

  /** Lets a coordinator do what it does next. */
  act(who: number): void {
    const mind = this.minds[who];
    const now = instantOf(this.now);
    if (mind === undefined) this.#claim(who);
    else if (mind.awaiting !== undefined) this.#timeOut(who, mind, mind.awaiting);
    else {
      const passed = decide(plan, mind.saga, { kind: 'tick', now });
      if (passed.length > 0) this.#commit(who, mind, passed);
      else this.#perform(who, mind);
    }
  }

  #claim(who: number): void {
    const { stored } = this;
    if (hasEnded(stored.saga) || stored.dueAt > this.now) return;
    const input = { kind: 'take-over', now: instantOf(this.now), actor: String(who) } as const;
    const events = stored.owned ? decide(plan, stored.saga, input) : [];
    const saga = events.reduce(evolve, stored.saga);
    const [version, epoch] = [stored.version + 1, stored.epoch + 1];
    this.stored = { saga, version, epoch, dueAt: this.now + leaseMs, owned: true };
    this.minds[who] = { saga, version, epoch, awaiting: undefined };
  }

  #timeOut(who: number, mind: Mind, request: Request): void {
    if (this.now < request.deadline) return;
    this.#outcome(who, mind, request, { kind: 'error', code: 'TIMEOUT', message: 'No answer.' });
  }

  #perform(who: number, mind: Mind): void {
    for (const action of nextActions(mind.saga)) {
      if (action.kind === 'finish') this.minds[who] = undefined;
      else if (action.kind === 'wait') {
        if (epochMsOf(action.until) > this.now) return;
        continue;
      } else {
        const { kind: operation, step, attempt } = action;
        const deadline = this.now + attemptTimeoutMs;
        mind.awaiting = { from: who, epoch: mind.epoch, step, operation, attempt, deadline };
        this.network.push({ kind: 'request', request: mind.awaiting });
      }
      return;
    }
  }

  #commit(who: number, mind: Mind, events: readonly SagaEvent[]): void {
    const { stored } = this;
    if (stored.version !== mind.version) {
      this.minds[who] = undefined;
      return;
    }
    mind.saga = events.reduce(evolve, mind.saga);
    mind.version += 1;
    mind.awaiting = undefined;
    this.stored = { ...stored, saga: mind.saga, version: mind.version, dueAt: this.now + leaseMs };
  }

  #outcome(who: number, mind: Mind, request: Request, answer: StepAnswer): void {
    const { step, operation, attempt } = request;
    const document = plan.steps.get(step)?.definition[operation]?.document;
    if (document === undefined) throw new Error(`${step} has no ${operation}.`);
    const outcome = outcomeOf(document, answer);
    if (outcome.kind === 'stale') {
      if (mind.epoch === request.epoch) this.minds[who] = undefined;
      return;
    }
    const now = instantOf(this.now);
    const events = decide(plan, mind.saga, {
      kind: 'outcome',
      now,
      step,
      operation,
      attempt,
      outcome,
      jitter: 0.5,
    });
    if (events.length > 0) this.#commit(who, mind, events);
  }

  crash(who: number): void {
    this.minds[who] = undefined;
  }

  /** Frees the saga, as a coordinator does that stops in good order or waits for long. */
  release(who: number): void {
    const mind = this.minds[who];
    this.minds[who] = undefined;
    if (mind?.version !== this.stored.version || hasEnded(mind.saga)) return;
    this.stored = { ...this.stored, version: mind.version + 1, dueAt: this.now, owned: false };
  }

  drop(index: number): void {
    this.network.splice(index, 1);
  }

  /** Delivers a message; it stays in the network where it is delivered once more. */
  deliver(index: number, mood: Mood, again: boolean): void {
    const message = again ? this.network[index] : this.network.splice(index, 1)[0];
    if (message === undefined) return;
    if (message.kind === 'request') {
      const answer = this.#execute(message.request, mood);
      if (answer !== undefined) this.network.push({ kind: 'reply', request: message.request, answer });
      return;
    }
    const mind = this.minds[message.request.from];
    if (mind !== undefined) this.#outcome(message.request.from, mind, message.request, message.answer);
  }

  #execute({ step, operation, epoch, deadline }: Request, mood: Mood): StepAnswer | undefined {
    const attempt = { sagaId: 'saga-1', step, operation, epoch, deadline: instantOf(deadline) };
    const answer = this.participants.execute(attempt, this.now, mood);
    if (answer?.kind !== 'data') return answer;
    const document = plan.steps.get(step)?.definition[operation]?.document;
    const root = document && rootFieldOf(document)?.name.value;
    return { kind: 'data', data: { [root ?? '']: answer.data } };
  }

  /** One coordinator in a world in which everything that is not broken works, until nothing moves any more. */
  settle(): void {
    this.minds.fill(undefined);
    for (let round = 0; round < 400 && !hasEnded(this.stored.saga); round += 1) {
      this.act(0);
      while (this.network.length > 0) this.deliver(0, 'works', false);
      const [first] = this.minds[0] === undefined ? [] : nextActions(this.minds[0].saga);
      const due = this.minds[0] === undefined ? this.stored.dueAt : this.minds[0].awaiting?.deadline;
      const until = first?.kind === 'wait' ? epochMsOf(first.until) : (due ?? this.now);
      this.now = Math.max(this.now, until);
    }
  }
}
