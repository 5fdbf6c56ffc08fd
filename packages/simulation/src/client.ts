import type { Json } from '@counterstep/saga-engine';
import { pick } from './draws.ts';
import { ANSWER_TIMEOUT_MS, type Fleet } from './fleet.ts';
import { latencyOf, type World } from './world.ts';

export interface SagaOrder {
  readonly sagaId: string;
  readonly definitionName: string;
  readonly input: Json;
}

/** Requests a saga again and again, from any coordinator alive, until it is accepted. */
export class Client {
  readonly #world: World;
  readonly #fleet: Fleet;
  readonly #name: string;
  #accepted = false;

  constructor(world: World, fleet: Fleet, name: string) {
    this.#world = world;
    this.#fleet = fleet;
    this.#name = name;
  }

  get isAccepted(): boolean {
    return this.#accepted;
  }

  async ask(order: SagaOrder, onAccepted: () => void): Promise<void> {
    const { scheduler, draws } = this.#world;
    for (let attempt = 1; !this.#accepted; attempt += 1) {
      await scheduler.travel(undefined, latencyOf(this.#world, `${this.#name} asks`));
      const living = this.#fleet.alive;
      if (living.length > 0) {
        const { runner } = pick(living, draws(`${this.#name} chooses ${attempt}`));
        const { sagaId } = order;
        const started = runner
          .startSaga({ ...order, requestHash: sagaId, correlationId: sagaId })
          .then(() => 'accepted' as const)
          .catch(() => undefined);
        const answer = await Promise.race([started, this.#timeOut()]);
        if (answer === 'accepted') {
          this.#accepted = true;
          onAccepted();
        }
      }
      if (!this.#accepted) await this.#pause(400);
    }
  }

  #timeOut(): Promise<undefined> {
    return this.#pause(ANSWER_TIMEOUT_MS);
  }

  #pause(ms: number): Promise<undefined> {
    return new Promise((resolve) => {
      this.#world.scheduler.after(undefined, ms, () => {
        resolve(undefined);
      });
    });
  }
}
