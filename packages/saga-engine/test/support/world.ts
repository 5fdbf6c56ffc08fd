import { nextCall, stepUnderWay } from '../../src/core/next-call.ts';
import { decide, type SagaInput } from '../../src/core/decide.ts';
import { evolve, newSaga } from '../../src/core/evolve.ts';
import { epochMsOf, instantOf } from '../../src/core/instant.ts';
import { decideCommand } from '../../src/core/decide-command.ts';
import { outcomeOf, rootFieldOf, type StepAnswer } from '../../src/core/outcome.ts';
import { hasEnded, type Operation, type SagaState } from '../../src/core/state.ts';
import { planOf } from '../../src/plans.ts';
import { Participants, type Mood, type Temper } from '../../src/testing/participants.ts';
import { wished, type Wish } from '../../src/testing/story.ts';
import { trip, tripConfig } from '../../src/testing/trip.ts';

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

/** What a coordinator believes, which may be wrong; it ignores its lease. */
interface Mind {
  saga: SagaState;
  version: number;
  epoch: number;
  /** The end of the coordinator's lease, in ms since 1970. */
  dueAt: number;
  awaiting: Request | undefined;
}

/**
 * Coordinators, participants with the real rules of the barrier, and a network that loses, duplicates and reorders
 * messages.
 */
export class World {
  now = Date.parse('2026-03-01T09:00:00.000Z');
  stored: { saga: SagaState; version: number; epoch: number; dueAt: number; owned: boolean };
  readonly minds: (Mind | undefined)[] = [undefined, undefined, undefined];
  readonly network: Message[] = [];
  readonly participants: Participants;
  /** How many events commands have added to the log. */
  commanded = 0;

  constructor(temper: Temper) {
    this.participants = new Participants(temper);
    const now = instantOf(this.now);
    const saga = newSaga(plan, { id: 'saga-1', input: { trip: 't1' }, now });
    const begun = decide(plan, saga, { kind: 'start', now, actor: '0' }).reduce(evolve, saga);
    const dueAt = this.now + leaseMs;
    this.stored = { saga: begun, version: 1, epoch: 1, dueAt, owned: true };
    this.minds[0] = { saga: begun, version: 1, epoch: 1, dueAt, awaiting: undefined };
  }

  /** Has a coordinator take its next action. */
  act(who: number): void {
    const mind = this.minds[who];
    const tick = { kind: 'tick', now: instantOf(this.now) } as const;
    if (mind === undefined) this.#claim(who);
    else if (mind.awaiting !== undefined) this.#timeOut(who, mind, mind.awaiting);
    else if (mind.saga.paused !== undefined) this.release(who);
    else if (decide(plan, mind.saga, tick).length > 0) this.#commit(who, mind, tick);
    else this.#perform(who, mind);
  }

  /** Has a waiting coordinator hear of a command. */
  hear(who: number): void {
    const mind = this.minds[who];
    if (mind === undefined || mind.awaiting !== undefined || mind.epoch !== this.stored.epoch) return;
    mind.saga = this.stored.saga;
    mind.version = this.stored.version;
  }

  /** Gives a command, through a coordinator that does not work on the saga. */
  command(wish: Wish): void {
    const { stored } = this;
    const now = instantOf(this.now);
    const decision = decideCommand(plan, stored.saga, wished(wish), { now, quietMs: leaseMs });
    if (decision.kind !== 'accepted') return;
    this.commanded += decision.events.length;
    const saga = decision.events.reduce(evolve, stored.saga);
    const step = stepUnderWay(stored.saga);
    const sent = step !== undefined && (step.nextAttemptAt === undefined || step.nextAttemptAt <= now);
    const owned = stored.owned && !hasEnded(saga) && (saga.paused !== undefined || sent);
    const free = saga.paused === undefined ? this.now : Infinity;
    this.stored = { ...stored, saga, version: stored.version + 1, owned, dueAt: owned ? stored.dueAt : free };
  }

  /** Has an operator resolve a step according to what its participant has done. */
  resolve(step: string): void {
    const done = this.participants.times(step, true) > this.participants.times(step, false);
    const undoing = this.stored.saga.direction === 'BACKWARD';
    if (undoing && done) return;
    const output = { id: `${step}-1` };
    if (undoing || done) this.command({ kind: 'resolve', step, outcome: 'SUCCEEDED', output });
    else this.command({ kind: 'resolve', step, outcome: 'REJECTED' });
  }

  #claim(who: number): void {
    const { stored } = this;
    if (hasEnded(stored.saga) || stored.dueAt > this.now) return;
    const input = { kind: 'take-over', now: instantOf(this.now), actor: String(who) } as const;
    const events = stored.owned ? decide(plan, stored.saga, input) : [];
    const saga = events.reduce(evolve, stored.saga);
    const [version, epoch] = [stored.version + 1, stored.epoch + 1];
    const dueAt = this.now + leaseMs;
    this.stored = { saga, version, epoch, dueAt, owned: true };
    this.minds[who] = { saga, version, epoch, dueAt, awaiting: undefined };
  }

  #timeOut(who: number, mind: Mind, request: Request): void {
    if (this.now < request.deadline) return;
    this.#outcome(who, mind, request, { kind: 'error', code: 'TIMEOUT', message: 'No answer.' });
  }

  #perform(who: number, mind: Mind): void {
    if (hasEnded(mind.saga)) this.minds[who] = undefined;
    const call = nextCall(mind.saga);
    if (call === undefined) return;
    const { operation, step, attempt, waitUntil } = call;
    if (waitUntil !== undefined && epochMsOf(waitUntil) > this.now) return;
    const deadline = Math.min(this.now + attemptTimeoutMs, mind.dueAt);
    mind.awaiting = { from: who, epoch: mind.epoch, step, operation, attempt, deadline };
    this.network.push({ kind: 'request', request: mind.awaiting });
  }

  /**
   * Commits the events that follow from an input; applies them to the stored saga unless another coordinator has
   * claimed it.
   */
  #commit(who: number, mind: Mind, input: SagaInput): void {
    const { stored } = this;
    if (stored.epoch !== mind.epoch || hasEnded(stored.saga)) {
      this.minds[who] = undefined;
      return;
    }
    mind.saga = decide(plan, stored.saga, input).reduce(evolve, stored.saga);
    mind.version = stored.version + 1;
    mind.dueAt = this.now + leaseMs;
    mind.awaiting = undefined;
    const [saga, version] = [mind.saga, mind.version];
    const owned = !hasEnded(saga) && saga.paused === undefined;
    this.stored = { ...stored, saga, version, owned, dueAt: owned ? mind.dueAt : Infinity };
    if (!owned) this.minds[who] = undefined;
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
    const input = { kind: 'outcome', now, step, operation, attempt, outcome, jitter: 0.5 } as const;
    if (mind.awaiting === request || decide(plan, mind.saga, input).length > 0)
      this.#commit(who, mind, input);
  }

  crash(who: number): void {
    this.minds[who] = undefined;
  }

  /** Releases the saga, as a coordinator does when it stops in good order or has to wait long. */
  release(who: number): void {
    const mind = this.minds[who];
    this.minds[who] = undefined;
    if (mind?.version !== this.stored.version || hasEnded(mind.saga)) return;
    const dueAt = mind.saga.paused === undefined ? this.now : Infinity;
    this.stored = { ...this.stored, version: mind.version + 1, dueAt, owned: false };
  }

  drop(index: number): void {
    this.network.splice(index, 1);
  }

  /** Delivers a message; if `again`, it stays in the network to be delivered once more. */
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

  /**
   * Lets a single coordinator work, in a world where everything works that is not broken, until nothing changes any
   * more.
   */
  settle(): void {
    this.minds.fill(undefined);
    this.command({ kind: 'resume' });
    for (let round = 0, stuck = 0; round < 400 && stuck < 40 && !hasEnded(this.stored.saga); round += 1) {
      if (this.stored.saga.status === 'STUCK') stuck += 1;
      // Nothing takes effect after the lease, so the coordinator heeds its lease here.
      if (this.minds[0]?.awaiting === undefined && (this.minds[0]?.dueAt ?? Infinity) <= this.now)
        this.release(0);
      this.act(0);
      while (this.network.length > 0) this.deliver(0, 'works', false);
      if (hasEnded(this.stored.saga)) return;
      const call = this.minds[0] && nextCall(this.minds[0].saga);
      const due = this.minds[0] === undefined ? this.stored.dueAt : this.minds[0].awaiting?.deadline;
      const until = call?.waitUntil === undefined ? (due ?? this.now) : epochMsOf(call.waitUntil);
      this.now = Math.max(this.now, until);
    }
  }
}
