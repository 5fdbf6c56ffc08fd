import type { StepAnswer, StepRequest, StepTransport } from '@counterstep/saga-engine';
import type { Fault, FaultKind } from './faults.ts';
import type { Answers } from './operations.ts';
import { never, type Process } from './process.ts';
import type { Reachable } from './subgraph.ts';
import { latencyOf, applyFault, type World } from './world.ts';

const faultKinds: readonly FaultKind[] = [
  'crash-waiting',
  'request-lost',
  'connection-refused',
  'connection-reset',
  'request-late',
  'request-doubled',
  'reply-lost',
  'reply-late',
  'garbled',
  'overloaded',
  'busy',
  'freeze',
];

const unreachable = {
  kind: 'error',
  code: 'SERVICE_UNAVAILABLE',
  message: 'The connection is lost.',
} as const;

/** The network between one coordinator and the participants, which loses, delays and duplicates messages. */
export class Network implements StepTransport {
  readonly #world: World;
  readonly #process: Process;
  readonly #participants: ReadonlyMap<string, Reachable>;
  readonly #answers: Answers;

  constructor(
    world: World,
    process: Process,
    participants: ReadonlyMap<string, Reachable>,
    answers: Answers,
  ) {
    this.#world = world;
    this.#process = process;
    this.#participants = participants;
    this.#answers = answers;
  }

  async send(request: StepRequest): Promise<StepAnswer> {
    const { faults, note } = this.#world;
    const process = this.#process;
    if (!process.isAlive) return never();
    const name = this.#answers.nameOf(request);
    const fault = faults.at(`${process.name} sends ${name}`, faultKinds, 4);
    note(() => `${process.name} sends ${name}, epoch ${String(epochOf(request))}`);
    await applyFault(this.#world, process, fault);
    if (this.#leaves(request)) return this.#return(this.#answers.undone(request), name);
    return fault === undefined ? this.#exchange(request, name) : this.#disturbed(fault, request, name);
  }

  /** Whether a defective coordinator takes the step for undone, and sends nothing. */
  #leaves({ document, variables }: StepRequest): boolean {
    const { item } = variables['step'] as { readonly item?: string };
    const { instanceLeft } = this.#world.defects;
    return (
      instanceLeft !== undefined &&
      item === instanceLeft &&
      this.#answers.of(document).operation === 'compensate'
    );
  }

  /** Sends a request that a fault hits on the way. */
  async #disturbed({ kind, ms }: Fault, request: StepRequest, name: string): Promise<StepAnswer> {
    if (kind === 'request-lost') return never();
    if (kind === 'connection-refused') return this.#return(unreachable, name);
    if (kind === 'overloaded') return this.#return({ ...unreachable, retryAfterMs: ms }, name);
    if (kind === 'busy') return this.#return(this.#answers.busy(request, this.#world), name);
    if (kind === 'connection-reset') {
      void this.#deliver(request, name, ms);
      return this.#return(unreachable, name);
    }
    if (kind === 'reply-lost' || kind === 'garbled') {
      await this.#deliver(request, name, 0);
      return kind === 'garbled' ? this.#return({ kind: 'data', data: {} }, name) : never();
    }
    if (kind === 'request-doubled') void this.#deliver(request, `${name} again`, ms);
    if (kind === 'crash-waiting') this.#dieIn(Math.min(ms, 3 * this.#world.traits.latencyMs));
    return this.#exchange(request, name, kind === 'request-late' ? ms : 0, kind === 'reply-late' ? ms : 0);
  }

  #dieIn(ms: number): void {
    this.#world.scheduler.after(this.#process, ms, () => {
      this.#process.kill();
    });
  }

  async #exchange(request: StepRequest, name: string, thereMs = 0, backMs = 0): Promise<StepAnswer> {
    const answer = await this.#deliver(request, name, thereMs);
    return this.#return(answer, name, backMs);
  }

  /** Delivers a request to its subgraph, and the answer back. */
  async #deliver(request: StepRequest, name: string, ms: number): Promise<StepAnswer> {
    const { scheduler } = this.#world;
    const participant = this.#participants.get(request.subgraph);
    if (participant === undefined) throw new Error(`There is no subgraph ${request.subgraph}.`);
    await scheduler.travel(undefined, latencyOf(this.#world, `${name} there`) + ms);
    const answer = await participant.answer(request);
    const { now } = participant;
    return now === undefined ? answer : { ...answer, clock: { earliest: now, latest: now + 1 } };
  }

  async #return(answer: StepAnswer, name: string, ms = 0): Promise<StepAnswer> {
    await this.#world.scheduler.travel(this.#process, latencyOf(this.#world, `${name} back`) + ms);
    return answer;
  }
}

const epochOf = ({ variables }: StepRequest): unknown =>
  (variables['step'] as unknown as { readonly epoch: number }).epoch;
