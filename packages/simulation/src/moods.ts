import { CodedError } from '@counterstep/service-kit';
import type { StepCall } from '@counterstep/step-barrier';
import type { World } from './world.ts';

/** What keeps a subgraph from its work in a schedule, whatever the work: it is busy, or fails. */
export class Moods {
  readonly #world: World;
  readonly #attempts = new Map<string, number>();
  readonly #busy = new Map<string, number>();

  constructor(world: World) {
    this.#world = world;
  }

  /** Whether the subgraph has no time for this attempt. */
  isBusy({ sagaId, step, operation }: StepCall): boolean {
    const name = `${step}:${operation}`;
    const times = counted(this.#busy, `${sagaId}:${name}`);
    return times <= (this.#world.traits.busy.get(name) ?? 0);
  }

  /**
   * Decides whether this attempt works.
   *
   * @throws {CodedError} if it does not.
   */
  failOrGo({ sagaId, step, operation }: StepCall): void {
    const { flaky, broken } = this.#world.traits;
    const name = `${step}:${operation}`;
    const attempts = counted(this.#attempts, `${sagaId}:${name}`);
    if ((broken.has(name) && !this.#world.mended) || attempts <= (flaky.get(name) ?? 0))
      throw new CodedError('PROVIDER_UNAVAILABLE', 'It does not work.');
  }
}

const counted = (counts: Map<string, number>, key: string): number => {
  const count = (counts.get(key) ?? 0) + 1;
  counts.set(key, count);
  return count;
};
