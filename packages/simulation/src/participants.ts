import { CodedError, fingerprint } from '@counterstep/service-kit';
import {
  createBarrier,
  type Barrier,
  type Operation,
  type StepCall,
  type StepOutcome,
  type StepScope,
  type Waiting,
} from '@counterstep/step-barrier';
import {
  documentBarrierStore,
  unchanged,
  wait,
  type DocumentWrites,
} from '@counterstep/step-barrier/document-store';
import type { Collection, Document } from '@counterstep/document-store';
import { MemoryDatabase } from '@counterstep/document-store/memory';
import { labelOf, type StepAnswer, type StepRequest } from '@counterstep/saga-engine';
import { keptByParticipant } from './defects.ts';
import { Disk } from './disk.ts';
import { pick } from './draws.ts';
import type { Answers } from './operations.ts';
import { Process } from './process.ts';
import { RemoteStore } from './remote-store.ts';
import { ThirdParty } from './third-party.ts';
import { nowOf, offsetOf, type World } from './world.ts';

/** Receives what participants and third parties do and undo, at the moment when it is durable. */
export type EffectListener = (effect: {
  readonly sagaId: string;
  readonly step: string;
  readonly done: boolean;
}) => void;

interface Effect extends Document {
  readonly sagaId: string;
  readonly step: string;
  readonly operation: Operation;
}

type Answer = Readonly<Record<string, unknown>>;

/** One life of a subgraph's process. */
interface Incarnation {
  readonly process: Process;
  readonly barrier: Barrier<DocumentWrites>;
  readonly effects: Collection<Effect>;
}

const unreachable = (subgraph: string): StepAnswer => ({
  kind: 'error',
  code: 'SERVICE_UNAVAILABLE',
  message: `${subgraph} cannot be reached.`,
});

const errorOf = (error: unknown): StepAnswer => {
  const code = error instanceof CodedError ? error.code : 'INTERNAL_SERVER_ERROR';
  return { kind: 'error', code, message: error instanceof Error ? error.message : 'It failed.' };
};

/** A subgraph in sagas: the real barrier around a model of the work. */
export class Participant {
  readonly #world: World;
  readonly #subgraph: string;
  readonly #answers: Answers;
  readonly #thirdParty: ThirdParty;
  readonly #disk: Disk;
  readonly #attempts = new Map<string, number>();
  readonly #busy = new Map<string, number>();
  readonly #asked = new Map<string, number>();
  #life: Incarnation | undefined;
  #lives = 0;
  #effects = 0;

  constructor(world: World, subgraph: string, answers: Answers, onEffect: EffectListener) {
    this.#world = world;
    this.#subgraph = subgraph;
    this.#answers = answers;
    const database = new MemoryDatabase((documents) => {
      for (const { collection, document } of documents) {
        if (collection !== 'effects' || document === undefined) continue;
        const { sagaId, step, operation } = document as Effect;
        onEffect({ sagaId, step, done: operation === 'invoke' });
      }
    });
    this.#disk = new Disk(database, (writes) => keptByParticipant(writes, world.defects));
    this.#thirdParty = new ThirdParty(world, (key, done) => {
      const [sagaId = '', ...step] = key.split(':');
      onEffect({ sagaId, step: step.join(':'), done });
    });
    this.#start();
  }

  /** Ends the faults of the participant's disk and clock. */
  heal(): void {
    this.#disk.free();
    if (this.#life !== undefined) this.#life.process.clockOffsetMs = this.#world.agreedOffsetMs ?? 0;
  }

  #start(): void {
    this.#lives += 1;
    const name = this.#lives === 1 ? this.#subgraph : `${this.#subgraph}-${this.#lives}`;
    const { draws, scheduler, note } = this.#world;
    const process = new Process(name, {
      clockOffsetMs: offsetOf(this.#world, name),
      onDeath: () => {
        note(() => `${name} dies`);
        this.#life = undefined;
        scheduler.after(undefined, 50 + draws(`rest of ${name}`) * 2_000, () => {
          this.#start();
        });
      },
    });
    const store = new RemoteStore(this.#world, process, this.#disk, { exclusive: true, faults: ['crash'] });
    const barrier = createBarrier(documentBarrierStore(store), { now: () => nowOf(this.#world, process) });
    this.#life = { process, barrier, effects: store.collection<Effect>({ name: 'effects' }) };
  }

  /** The participant's clock, in ms since 1970; undefined while its process is dead. */
  get now(): number | undefined {
    return this.#life && nowOf(this.#world, this.#life.process);
  }

  /** Handles a request, and resolves to the subgraph's answer. */
  async answer(request: Omit<StepRequest, 'signal'>): Promise<StepAnswer> {
    const life = this.#life;
    if (life === undefined) return unreachable(this.#subgraph);
    const dead = life.process.death.then((): StepAnswer => unreachable(this.#subgraph));
    const worked = this.#work(life, request).catch(errorOf);
    const answer = await Promise.race([worked, dead]);
    const { note } = this.#world;
    note(() => `${life.process.name} answers ${this.#answers.nameOf(request)}: ${JSON.stringify(answer)}`);
    return answer;
  }

  async #work(life: Incarnation, request: Omit<StepRequest, 'signal'>): Promise<StepAnswer> {
    const { step, ...input } = request.variables;
    const { operation, root } = this.#answers.of(request.document);
    const { item, ...given } = step as unknown as Omit<StepCall, 'operation' | 'input'>;
    const { epochIgnored, deadlineIgnored, itemIgnored } = this.#world.defects;
    const call: StepCall = {
      ...given,
      ...(item != null && itemIgnored !== true && { item }),
      operation,
      input: itemIgnored === true ? operation : fingerprint(input),
      ...(epochIgnored === true ? { epoch: 0 } : {}),
      ...(deadlineIgnored === true ? { deadline: '9999-01-01T00:00:00.000Z' } : {}),
    };
    if (this.#isBusy(call)) return this.#answers.busy(request, this.#world);
    const data = await life.barrier.run(call, async (scope) => this.#perform(life, call, scope, request));
    return { kind: 'data', data: { [root]: data } };
  }

  #perform(
    life: Incarnation,
    call: StepCall,
    scope: StepScope<DocumentWrites>,
    request: Omit<StepRequest, 'signal'>,
  ): Promise<StepOutcome<Answer, DocumentWrites>> {
    const { traits } = this.#world;
    const { operation } = call;
    this.#failOrGo(call);
    const step = labelOf({ step: call.step, ...(call.item != null && { item: call.item }) });
    const isThirdPartys = traits.thirdParty.has(call.step);
    const isRefused =
      operation === 'invoke' && (traits.rejecting.has(call.step) || traits.rejecting.has(step));
    const waiting = this.#waiting(life, call);
    if (waiting !== undefined) {
      const asks = isThirdPartys ? { isRefused } : undefined;
      return this.#wait(life, scope, waiting, asks);
    }
    const answer = this.#answers.make(request, isRefused);
    // The step has only waited, so there is nothing to undo.
    const isNothing = operation === 'compensate' && scope.invoked === 'INTENDED';
    if (isNothing && !isThirdPartys) return Promise.resolve(unchanged(answer));
    if (isThirdPartys) return this.#delegate(life, call, scope, answer, isRefused);
    const effect = life.effects.insert({
      ...{ id: `${scope.key}:${operation}:${(this.#effects += 1)}`, sagaId: call.sagaId, step, operation },
    });
    return Promise.resolve({ writes: isRefused ? [] : [effect], response: answer });
  }

  /** The step's wait, while it has to wait. */
  #waiting({ process }: Incarnation, { sagaId, step, item, operation }: StepCall): Waiting | undefined {
    const { draws, traits } = this.#world;
    const wish = operation === 'invoke' ? traits.waits.get(step) : undefined;
    if (wish === undefined) return undefined;
    const key = `${sagaId}:${step}:${item ?? ''}`;
    const asked = (this.#asked.get(key) ?? 0) + 1;
    this.#asked.set(key, asked);
    if (asked > wish.times) return undefined;
    const now = nowOf(this.#world, process);
    const at = (ms: number): string => new Date(now + ms).toISOString();
    const askMs = pick([0, 300, 300, 3_000, 20_000], draws(`${key} asks again ${asked}`));
    return { for: 'PROVIDER', askAgainAt: at(askMs), until: at(wish.untilMs) };
  }

  /** Answers that the step has to wait; a third party may do the work meanwhile. */
  async #wait(
    { process }: Incarnation,
    scope: StepScope<DocumentWrites>,
    waiting: Waiting,
    asks: { readonly isRefused: boolean } | undefined,
  ): Promise<StepOutcome<Answer, DocumentWrites>> {
    if (asks !== undefined && scope.invoked === 'NO') await scope.intend([]);
    const deed = asks && (await this.#thirdParty.do(process, scope.key, asks.isRefused));
    if (deed === 'cancelled') throw new CodedError('STEP_CANCELLED', 'The step is being undone.');
    return wait(waiting);
  }

  #isBusy({ sagaId, step, operation }: StepCall): boolean {
    const name = `${step}:${operation}`;
    const key = `${sagaId}:${name}`;
    const times = (this.#busy.get(key) ?? 0) + 1;
    this.#busy.set(key, times);
    return times <= (this.#world.traits.busy.get(name) ?? 0);
  }

  /**
   * Decides whether this attempt works.
   *
   * @throws {CodedError} if it does not.
   */
  #failOrGo({ sagaId, step, operation }: StepCall): void {
    const { flaky, broken } = this.#world.traits;
    const name = `${step}:${operation}`;
    const key = `${sagaId}:${name}`;
    const attempts = (this.#attempts.get(key) ?? 0) + 1;
    this.#attempts.set(key, attempts);
    if ((broken.has(name) && !this.#world.mended) || attempts <= (flaky.get(name) ?? 0))
      throw new CodedError('PROVIDER_UNAVAILABLE', 'It does not work.');
  }

  /**
   * Commits the intent, makes the call, then commits the result, as every participant that needs a third party does.
   */
  async #delegate(
    { process }: Incarnation,
    { operation }: StepCall,
    scope: StepScope<DocumentWrites>,
    answer: Answer,
    isRefused: boolean,
  ): Promise<StepOutcome<Answer, DocumentWrites>> {
    if (operation === 'invoke' && scope.invoked === 'NO') await scope.intend([]);
    const deed =
      operation === 'invoke'
        ? await this.#thirdParty.do(process, scope.key, isRefused)
        : await this.#thirdParty.cancel(process, scope.key);
    if (deed === undefined) throw new CodedError('PROVIDER_UNAVAILABLE', 'The third party does not answer.');
    if (operation === 'invoke' && deed === 'cancelled')
      throw new CodedError('STEP_CANCELLED', 'The step is being undone.');
    return unchanged(answer);
  }
}
