import { CodedError, fingerprint, type Clock } from '@counterstep/service-kit';
import { createBarrier, type Barrier, type StepCall } from '@counterstep/step-barrier';
import { documentBarrierStore, type DocumentWrites } from '@counterstep/step-barrier/document-store';
import type { DocumentStore, Write } from '@counterstep/document-store';
import type { StepAnswer, StepRequest } from '@counterstep/saga-engine';
import type { Disk } from './disk.ts';
import type { Answers } from './operations.ts';
import { Process } from './process.ts';
import { RemoteStore } from './remote-store.ts';
import { nowOf, offsetOf, type World } from './world.ts';

/** A request as it reaches a subgraph. */
export type SubgraphRequest = Omit<StepRequest, 'signal'>;

/** A subgraph as the network knows it. */
export interface Reachable {
  /** The clock of its process, in ms since 1970; undefined while that is dead. */
  readonly now: number | undefined;
  answer(request: SubgraphRequest): Promise<StepAnswer>;
  /** Ends the faults of its disk and clock. */
  heal(): void;
}

/** One life of a subgraph's process. */
export interface Life<Parts> {
  readonly process: Process;
  readonly barrier: Barrier<DocumentWrites>;
  readonly parts: Parts;
}

export interface SubgraphOptions<Parts> {
  readonly name: string;
  readonly disk: Disk;
  readonly answers: Answers;
  /** Opens what the subgraph works with, anew in each life. */
  readonly open: (store: DocumentStore, clock: Clock, process: Process) => Parts;
  /** Handles a request. */
  readonly work: (life: Life<Parts>, request: SubgraphRequest) => Promise<StepAnswer>;
  /** The name of a write in the points of faults; default: with the id of its document. */
  readonly wordOf?: (write: Write) => string;
}

const errorOf = (error: unknown): StepAnswer => {
  const code = error instanceof CodedError ? error.code : 'INTERNAL_SERVER_ERROR';
  return { kind: 'error', code, message: error instanceof Error ? error.message : 'It failed.' };
};

/** A subgraph's process, which dies and comes back, with its disk, its clock and the barrier around its work. */
export class Subgraph<Parts> implements Reachable {
  readonly #world: World;
  readonly #options: SubgraphOptions<Parts>;
  #life: Life<Parts> | undefined;
  #lives = 0;

  constructor(world: World, options: SubgraphOptions<Parts>) {
    this.#world = world;
    this.#options = options;
    this.#start();
  }

  heal(): void {
    this.#options.disk.free();
    if (this.#life !== undefined) this.#life.process.clockOffsetMs = this.#world.agreedOffsetMs ?? 0;
  }

  get now(): number | undefined {
    return this.#life && nowOf(this.#world, this.#life.process);
  }

  #start(): void {
    this.#lives += 1;
    const { name: subgraph, disk, open, wordOf } = this.#options;
    const name = this.#lives === 1 ? subgraph : `${subgraph}-${this.#lives}`;
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
    const store = new RemoteStore(this.#world, process, disk, {
      ...{ exclusive: true, faults: ['crash'] },
      ...(wordOf && { wordOf }),
    });
    const clock = { now: () => nowOf(this.#world, process) };
    const barrier = createBarrier(documentBarrierStore(store), clock);
    this.#life = { process, barrier, parts: open(store, clock, process) };
  }

  async answer(request: SubgraphRequest): Promise<StepAnswer> {
    const life = this.#life;
    const { name, answers, work } = this.#options;
    const unreachable: StepAnswer = {
      ...{ kind: 'error', code: 'SERVICE_UNAVAILABLE', message: `${name} cannot be reached.` },
    };
    if (life === undefined) return unreachable;
    const dead = life.process.death.then(() => unreachable);
    const answer = await Promise.race([work(life, request).catch(errorOf), dead]);
    const { note } = this.#world;
    note(() => `${life.process.name} answers ${answers.nameOf(request)}: ${JSON.stringify(answer)}`);
    return answer;
  }
}

/** The call that a request makes, as a barrier without the schedule's defects would see it. */
export const callOf = (
  { document, variables }: SubgraphRequest,
  answers: Answers,
  { defects: { epochIgnored, deadlineIgnored, itemIgnored } }: Pick<World, 'defects'>,
): StepCall => {
  const { step, ...input } = variables;
  const { operation } = answers.of(document);
  const { item, ...given } = step as unknown as Omit<StepCall, 'operation' | 'input'>;
  return {
    ...given,
    ...(item != null && itemIgnored !== true && { item }),
    operation,
    input: itemIgnored === true ? operation : fingerprint(input),
    ...(epochIgnored === true ? { epoch: 0 } : {}),
    ...(deadlineIgnored === true ? { deadline: '9999-01-01T00:00:00.000Z' } : {}),
  };
};
