import {
  decideCancellation,
  type CancellationDecision,
} from '@counterstep/coordinator/cancel-order/cancellation-decision';
import { defaultEngineConfig, hasEnded, Plans, type SagaState } from '@counterstep/saga-engine';
import { nextCall } from '@counterstep/saga-engine/core/next-call';
import { decide } from '@counterstep/saga-engine/core/decide';
import { evolve, newSaga } from '@counterstep/saga-engine/core/evolve';
import { decideCommand } from '@counterstep/saga-engine/core/decide-command';
import { outcomeOf, rootFieldOf } from '@counterstep/saga-engine/core/outcome';
import { definitions } from '@counterstep/coordinator/sagas';
import { Records, type Obstacle } from './records.ts';
import { Subgraphs, type Mood } from './subgraphs.ts';

type Answer = Parameters<typeof outcomeOf>[1];
type Event = ReturnType<typeof decide>[number];

/** The model covers the first versions of the sagas. */
const plans = new Plans(
  definitions.filter(({ version }) => version === 1),
  defaultEngineConfig,
);
const { attemptTimeoutMs, leaseMs } = defaultEngineConfig;
const instantOf = (ms: number): string => new Date(ms).toISOString();

/** A saga as it is stored. */
interface Stored {
  readonly saga: SagaState;
  readonly version: number;
  readonly epoch: number;
  readonly dueAt: number;
}

interface Request {
  readonly coordinator: number;
  readonly sagaId: string;
  readonly epoch: number;
  readonly step: string;
  readonly operation: 'invoke' | 'compensate';
  readonly attempt: number;
  readonly deadline: number;
}

interface Message {
  readonly request: Request;
  readonly answer?: Answer;
}

/** What a coordinator believes about a saga; it may be outdated, and the model never checks its lease. */
interface Mind {
  saga: SagaState;
  version: number;
  readonly epoch: number;
  awaiting: Request | undefined;
}

/** A saga as a canceller knows it; every cancellation in this world is of the whole order. */
type Known = SagaState & { readonly requestHash: string };

const whole = { hash: 'whole', wholeHash: 'whole' };

/** Somebody who cancels the order, step by step as the real code awaits: everything may change in between. */
export interface Canceller {
  /** The order's sagas as it has read them. */
  known: readonly Known[];
  /** What it has decided and not yet done. */
  decision: CancellationDecision<Known> | undefined;
  /** What it is told at the end: the saga that cancels, or that there is none. */
  told: { readonly sagaId: string | undefined } | undefined;
}

const known = (saga: SagaState): Known => ({ ...saga, requestHash: whole.hash });

const planOf = ({ definitionName }: SagaState) => plans.newest(definitionName);

/**
 * Coordinators, subgraphs, cancellers, and a network that loses, duplicates and reorders messages, all about one order.
 */
export class World {
  now = Date.parse('2026-03-01T09:00:00.000Z');
  readonly records: Records;
  readonly subgraphs: Subgraphs;
  readonly stored = new Map<string, Stored>();
  readonly network: Message[] = [];
  /** Every request that was ever sent. */
  readonly sent: Request[] = [];
  readonly cancellers: readonly Canceller[];
  readonly #minds: readonly Map<string, Mind>[] = [new Map(), new Map()];

  constructor(obstacle: Obstacle, cancellers: number) {
    this.records = new Records(obstacle);
    this.subgraphs = new Subgraphs(this.records);
    this.cancellers = Array.from({ length: cancellers }, () => ({
      known: [],
      decision: undefined,
      told: undefined,
    }));
    this.#begin('placing', 'PlaceOrder');
  }

  /** All sagas of the order, oldest first. */
  get sagas(): readonly SagaState[] {
    return [...this.stored.values()].map(({ saga }) => saga);
  }

  #begin(id: string, type: string): void {
    if (this.stored.has(id)) return;
    const now = instantOf(this.now);
    const plan = plans.newest(type);
    const saga = newSaga(plan, { id, input: {}, now });
    const begun = decide(plan, saga, { kind: 'start', now, actor: '0' }).reduce(evolve, saga);
    this.stored.set(id, { saga: begun, version: 1, epoch: 1, dueAt: this.now + leaseMs });
    this.#minds[0]?.set(id, { saga: begun, version: 1, epoch: 1, awaiting: undefined });
  }

  /** Lets a coordinator take its next action on one of the sagas. */
  act(coordinator: number, index: number): void {
    const id = [...this.stored.keys()][index % this.stored.size] ?? '';
    const mind = this.#minds[coordinator]?.get(id);
    if (mind === undefined) this.#claim(coordinator, id);
    else if (mind.awaiting === undefined) this.#goOn(coordinator, mind);
    else if (this.now >= mind.awaiting.deadline)
      this.#answer(mind.awaiting, { kind: 'error', code: 'TIMEOUT', message: 'No answer.' });
  }

  #claim(coordinator: number, id: string): void {
    const stored = this.stored.get(id);
    if (stored === undefined || hasEnded(stored.saga) || stored.dueAt > this.now) return;
    const { saga } = stored;
    const [version, epoch] = [stored.version + 1, stored.epoch + 1];
    this.stored.set(id, { saga, version, epoch, dueAt: this.now + leaseMs });
    this.#minds[coordinator]?.set(id, { saga, version, epoch, awaiting: undefined });
  }

  #goOn(coordinator: number, mind: Mind): void {
    const { saga } = mind;
    const passed = decide(planOf(saga), saga, { kind: 'tick', now: instantOf(this.now) });
    if (passed.length > 0) {
      this.#commit(coordinator, mind, passed);
      return;
    }
    if (hasEnded(saga)) this.#minds[coordinator]?.delete(saga.id);
    const call = nextCall(saga);
    if (call === undefined) return;
    const { operation, step, attempt, waitUntil } = call;
    if (waitUntil !== undefined && Date.parse(waitUntil) > this.now) return;
    const deadline = this.now + attemptTimeoutMs;
    mind.awaiting = { coordinator, sagaId: saga.id, epoch: mind.epoch, step, operation, attempt, deadline };
    this.network.push({ request: mind.awaiting });
    this.sent.push(mind.awaiting);
  }

  #commit(coordinator: number, mind: Mind, events: readonly Event[]): void {
    const stored = this.stored.get(mind.saga.id);
    if (stored?.version !== mind.version) {
      this.#minds[coordinator]?.delete(mind.saga.id);
      return;
    }
    mind.saga = events.reduce(evolve, mind.saga);
    mind.version += 1;
    mind.awaiting = undefined;
    const { saga, version, epoch } = mind;
    this.stored.set(saga.id, { saga, version, epoch, dueAt: this.now + leaseMs });
  }

  /** Delivers an answer to the coordinator that asked. */
  #answer(request: Request, answer: Answer): void {
    const { coordinator, sagaId, step, operation, attempt } = request;
    const mind = this.#minds[coordinator]?.get(sagaId);
    if (mind === undefined) return;
    const plan = planOf(mind.saga);
    const document = plan.steps.get(step)?.definition[operation]?.document;
    if (document === undefined) throw new Error(`${step} has no ${operation}.`);
    const outcome = outcomeOf(document, answer);
    if (outcome.kind === 'stale') {
      if (mind.epoch === request.epoch) this.#minds[coordinator]?.delete(sagaId);
      return;
    }
    const now = instantOf(this.now);
    const about = { step, operation, attempt, outcome, jitter: 0.5 };
    const events = decide(plan, mind.saga, { kind: 'outcome', now, ...about });
    if (events.length > 0) this.#commit(coordinator, mind, events);
  }

  crash(coordinator: number): void {
    this.#minds[coordinator]?.clear();
  }

  drop(index: number): void {
    this.network.splice(index, 1);
  }

  /** Delivers a message; where `again` is set it stays in the network, to be delivered once more. */
  deliver(index: number, mood: Mood, again: boolean): void {
    const message = again ? this.network[index] : this.network.splice(index, 1)[0];
    if (message === undefined) return;
    const { request } = message;
    if (message.answer !== undefined) this.#answer(request, message.answer);
    else {
      const answer = this.execute(request, mood);
      if (answer !== undefined) this.network.push({ request, answer });
    }
  }

  /** Executes a request at its subgraph. */
  execute({ sagaId, step, operation, epoch, deadline }: Request, mood: Mood): Answer | undefined {
    const plan = planOf(this.stored.get(sagaId)?.saga ?? this.#absent(sagaId));
    const document = plan.steps.get(step)?.definition[operation]?.document;
    const field = (document && rootFieldOf(document)?.name.value) ?? '';
    const call = { sagaId, step, operation, epoch, deadline: instantOf(deadline), input: '' };
    return this.subgraphs.execute(field, call, this.now, mood);
  }

  #absent(sagaId: string): never {
    throw new Error(`There is no saga ${sagaId}.`);
  }

  /** Lets a canceller go on to its next await: read the sagas, or carry out its decision. */
  cancel(canceller: Canceller): void {
    const { decision } = canceller;
    if (canceller.told !== undefined) return;
    if (decision === undefined) {
      canceller.known = this.sagas.map(known);
      canceller.decision = decideCancellation(canceller.known, whole, false);
    } else if (decision.kind === 'turn-back') {
      const placing = known(this.#turnBack());
      const since = canceller.known.map((saga) => (saga.id === placing.id ? placing : saga));
      canceller.decision = decideCancellation(since, whole, true);
    } else if (decision.kind === 'begin') {
      const sagaId = `cancelling-${decision.attempt}`;
      this.#begin(sagaId, 'CancelOrder');
      canceller.told = { sagaId };
    } else canceller.told = { sagaId: decision.kind === 'follow' ? decision.saga.id : undefined };
  }

  /** Commands the placing saga to compensate; returns its state afterwards. */
  #turnBack(): SagaState {
    const stored = this.stored.get('placing') ?? this.#absent('placing');
    const failure = { code: 'REQUESTED_BY_CUSTOMER', message: 'Cancelled.' };
    const command = { kind: 'compensate', actor: 'customer', reason: 'Cancelled.', failure } as const;
    const timing = { now: instantOf(this.now), quietMs: leaseMs };
    const decision = decideCommand(planOf(stored.saga), stored.saga, command, timing);
    if (decision.kind !== 'accepted') return stored.saga;
    const saga = decision.events.reduce(evolve, stored.saga);
    this.stored.set('placing', { ...stored, saga, version: stored.version + 1 });
    return saga;
  }

  /** Lets one coordinator run in a world where everything works, until nothing changes any more. */
  settle(): void {
    for (const minds of this.#minds) minds.clear();
    for (let round = 0; round < 2_000; round += 1) {
      for (const canceller of this.cancellers) this.cancel(canceller);
      for (let index = 0; index < this.stored.size; index += 1) this.act(0, index);
      while (this.network.length > 0) this.deliver(0, 'works', false);
      const active = [...this.stored.values()].filter(({ saga }) => !hasEnded(saga));
      if (active.length === 0 && this.cancellers.every(({ told }) => told !== undefined)) return;
      this.now += Math.max(1, Math.min(leaseMs, ...active.map((each) => this.#waitMs(each))));
    }
    throw new Error('The world does not come to rest.');
  }

  #waitMs({ saga, dueAt }: Stored): number {
    const mind = this.#minds[0]?.get(saga.id);
    if (mind === undefined) return dueAt - this.now;
    const waitUntil = nextCall(mind.saga)?.waitUntil;
    return waitUntil === undefined ? 0 : Date.parse(waitUntil) - this.now;
  }
}
