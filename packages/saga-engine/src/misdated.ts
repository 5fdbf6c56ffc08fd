import type { SagaDocument } from './saga-store.ts';
import { longestWaitMs } from './core/clamp-instants.ts';
import { instantIn, type Engine } from './engine.ts';
import { saveIfUnchanged } from './save.ts';

/** How many sagas of each kind are looked at in one go. */
const LIMIT = 500;

/**
 * Finds sagas that are due later than any wait explains, because the writer's clock was ahead or ours was set back. If
 * other coordinators may own such a saga, its owner counts as dead once it has written nothing for the time of a lease,
 * by our stopwatch.
 */
export class Misdated {
  readonly #engine: Engine;
  readonly #longest: { readonly stuckMs: number; readonly waitingMs: number; readonly idleMs: number };
  /** The versions of the sagas that the last look found. */
  #found: ReadonlyMap<string, number> = new Map();
  #nextLook = 0;

  constructor(engine: Engine) {
    const { plans, config } = engine;
    const longest = (status: 'STUCK' | 'STARTED' | 'WAITING'): number => {
      const waits = plans.all.flatMap(({ steps }) => [...steps.values()]);
      return Math.max(...waits.map((step) => longestWaitMs({ status }, step)), config.leaseMs);
    };
    this.#engine = engine;
    this.#longest = {
      stuckMs: longest('STUCK'),
      idleMs: Math.max(longest('STARTED'), config.breaker.openMs),
      waitingMs: longest('WAITING'),
    };
  }

  /** Makes misdated sagas due, if it is time for a look; skips those that this coordinator works on. */
  async clampMisdated(isTaken: (id: string) => boolean): Promise<void> {
    const { clock, config, store } = this.#engine;
    if (clock.monotonic() < this.#nextLook) return;
    const sagas = (await this.#look()).filter(({ id }) => !isTaken(id));
    const before = this.#found;
    this.#found = new Map(sagas.map(({ id, version }) => [id, version]));
    this.#nextLook = clock.monotonic() + config.leaseMs;
    const left = sagas.filter(({ id, version }) => store.exclusive || before.get(id) === version);
    for (const saga of left) await this.#makeDue(saga);
  }

  #look(): Promise<readonly SagaDocument[]> {
    const { store, config } = this.#engine;
    // One lease more, because the coordinators' clocks differ.
    const after = (ms: number) => instantIn(this.#engine, ms + config.leaseMs);
    return store.misdated({
      ownedAfter: after(config.leaseMs),
      stuckAfter: after(this.#longest.stuckMs),
      idleAfter: after(this.#longest.idleMs),
      waitingAfter: after(this.#longest.waitingMs),
      limit: LIMIT,
    });
  }

  async #makeDue(saga: SagaDocument): Promise<void> {
    const { log } = this.#engine;
    const now = instantIn(this.#engine);
    const due = await saveIfUnchanged(this.#engine, { ...saga, dueAt: now });
    if (due === undefined) return;
    const fields = { sagaId: saga.id, correlationId: saga.correlationId, dueAt: saga.dueAt, now };
    log.warn(fields, 'a saga would have waited for longer than any does; a clock was set back, or was ahead');
    this.#engine.wakeIn(0);
  }
}
