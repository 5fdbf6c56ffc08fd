import { CodedError } from '@counterstep/service-kit';
import type { Operation, StepCall, StepOutcome, StepScope, Waiting } from '@counterstep/step-barrier';
import { unchanged, wait, type DocumentWrites } from '@counterstep/step-barrier/document-store';
import type { Collection, Document } from '@counterstep/document-store';
import { MemoryDatabase } from '@counterstep/document-store/memory';
import { labelOf, type StepAnswer } from '@counterstep/saga-engine';
import { keptByParticipant } from './defects.ts';
import { Disk } from './disk.ts';
import { pick } from './draws.ts';
import { Moods } from './moods.ts';
import type { Answers } from './operations.ts';
import { callOf, Subgraph, type Life, type Reachable, type SubgraphRequest } from './subgraph.ts';
import { ThirdParty } from './third-party.ts';
import { nowOf, type World } from './world.ts';

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
type Incarnation = Life<Collection<Effect>>;

/** A subgraph in sagas: the real barrier around a model of the work. */
export class Participant implements Reachable {
  readonly #world: World;
  readonly #answers: Answers;
  readonly #thirdParty: ThirdParty;
  readonly #subgraph: Subgraph<Collection<Effect>>;
  readonly #moods: Moods;
  readonly #asked = new Map<string, number>();
  #effects = 0;

  constructor(world: World, subgraph: string, answers: Answers, onEffect: EffectListener) {
    this.#world = world;
    this.#answers = answers;
    this.#moods = new Moods(world);
    const database = new MemoryDatabase((documents) => {
      for (const { collection, document } of documents) {
        if (collection !== 'effects' || document === undefined) continue;
        const { sagaId, step, operation } = document as Effect;
        onEffect({ sagaId, step, done: operation === 'invoke' });
      }
    });
    this.#thirdParty = new ThirdParty(world, (key, done) => {
      const [sagaId = '', ...step] = key.split(':');
      onEffect({ sagaId, step: step.join(':'), done });
    });
    this.#subgraph = new Subgraph(world, {
      ...{ name: subgraph, answers },
      disk: new Disk(database, (writes) => keptByParticipant(writes, world.defects)),
      open: (store) => store.collection<Effect>({ name: 'effects' }),
      work: (life, request) => this.#work(life, request),
    });
  }

  heal(): void {
    this.#subgraph.heal();
  }

  get now(): number | undefined {
    return this.#subgraph.now;
  }

  answer(request: SubgraphRequest): Promise<StepAnswer> {
    return this.#subgraph.answer(request);
  }

  async #work(life: Incarnation, request: SubgraphRequest): Promise<StepAnswer> {
    const { root } = this.#answers.of(request.document);
    const call = callOf(request, this.#answers, this.#world);
    if (this.#moods.isBusy(call)) return this.#answers.busy(request, this.#world);
    const data = await life.barrier.run(call, async (scope) => this.#perform(life, call, scope, request));
    return { kind: 'data', data: { [root]: data } };
  }

  #perform(
    life: Incarnation,
    call: StepCall,
    scope: StepScope<DocumentWrites>,
    request: SubgraphRequest,
  ): Promise<StepOutcome<Answer, DocumentWrites>> {
    const { traits } = this.#world;
    const { operation } = call;
    this.#moods.failOrGo(call);
    const step = labelOf({ step: call.step, ...(call.item != null && { item: call.item }) });
    const isThirdPartys = traits.thirdParty.has(call.step);
    const isRefused =
      operation === 'invoke' && (traits.rejecting.has(call.step) || traits.rejecting.has(step));
    const waiting = this.#waiting(life, call);
    if (waiting !== undefined) {
      const asks = isThirdPartys ? { isRefused } : undefined;
      return this.#wait(life, scope, waiting, asks);
    }
    const answer = this.#answers.make(request, isRefused, this.#world);
    // The step has only waited, so there is nothing to undo.
    const isNothing = operation === 'compensate' && scope.invoked === 'INTENDED';
    if (isNothing && !isThirdPartys) return Promise.resolve(unchanged(answer));
    if (isThirdPartys) return this.#delegate(life, call, scope, answer, isRefused);
    const effect = life.parts.insert({
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
