import type { SagaDocument } from './saga-store.ts';
import { clampInstants } from './core/clamp-instants.ts';
import { decide, halt } from './core/decide.ts';
import { instantIn, type Engine } from './engine.ts';
import { Misdated } from './misdated.ts';
import { saveClaim, saveIfUnchanged } from './save.ts';
import { announce, withEvents } from './announce.ts';

/**
 * Claims a saga with a higher epoch, which fences off the attempts of earlier holders; undefined if the saga has
 * changed since it was read, or its definition is unknown here.
 */
const claim = async (engine: Engine, found: SagaDocument): Promise<SagaDocument | undefined> => {
  const plan = engine.plans.get(found.definitionHash);
  if (plan === undefined) return undefined;
  const leftBehind = found.holder !== undefined && found.holder !== engine.id;
  const input = { kind: 'take-over', now: instantIn(engine), actor: engine.id } as const;
  const saga = clampInstants(plan, found, input.now);
  const events = leftBehind ? decide(plan, saga, input) : [];
  const claimed = await saveClaim(engine, {
    ...withEvents(saga, events),
    epoch: saga.epoch + 1,
    holder: engine.id,
    dueAt: instantIn(engine, engine.config.leaseMs),
  });
  if (claimed === undefined) return undefined;
  await engine.failpoint('claimed');
  await announce(engine, claimed, events);
  return claimed;
};

/** Finds and claims the sagas that this coordinator may work on. */
export class Claims {
  readonly #engine: Engine;
  /** Sagas of this coordinator whose last commit has an unknown outcome. */
  readonly #doubtful = new Set<string>();
  readonly #misdated: Misdated;
  #othersMayOwn: boolean;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#othersMayOwn = engine.store.exclusive;
    this.#misdated = new Misdated(engine);
  }

  /** Marks a saga as doubtful, so that the next look for claims reads it again. */
  doubt(sagaId: string): void {
    this.#doubtful.add(sagaId);
  }

  /**
   * Claims at most `limit` sagas and hands each to `take` at once; resolves to whether there may be more.
   *
   * @throws {StoreUnavailable} when it is unknown whether some were claimed; these are marked as doubtful.
   */
  async claim(
    limit: number,
    take: (saga: SagaDocument) => void,
    isTaken: (id: string) => boolean,
  ): Promise<boolean> {
    const candidates = await this.#candidates(limit, isTaken);
    const claims = await Promise.allSettled(candidates.map((candidate) => this.#claim(candidate, take)));
    for (const each of claims) if (each.status === 'rejected') throw each.reason;
    return candidates.length >= limit;
  }

  async #claim(candidate: SagaDocument, take: (saga: SagaDocument) => void): Promise<void> {
    try {
      const claimed = await claim(this.#engine, candidate);
      if (claimed === undefined) return;
      this.#doubtful.delete(candidate.id);
      take(claimed);
    } catch (error) {
      this.doubt(candidate.id);
      throw error;
    }
  }

  async #candidates(limit: number, isTaken: (id: string) => boolean): Promise<readonly SagaDocument[]> {
    const { store, plans, id } = this.#engine;
    const definitions = plans.hashes;
    const found = new Map<string, SagaDocument>();
    const add = (sagas: Iterable<SagaDocument>): void => {
      for (const saga of sagas) if (!isTaken(saga.id) && found.size < limit) found.set(saga.id, saga);
    };
    add(await this.#stillOurs());
    if (this.#othersMayOwn) {
      // No other process can use the store, so the owners of these sagas are dead, whatever their leases say.
      const orphans = await store.owned({ definitions, notBy: id, limit });
      this.#othersMayOwn = orphans.length > 0;
      add(orphans);
    }
    if (found.size < limit) add(await store.due({ definitions, now: instantIn(this.#engine), limit }));
    return [...found.values()];
  }

  /** The doubtful sagas that we own after all; forgets the others. */
  async #stillOurs(): Promise<readonly SagaDocument[]> {
    if (this.#doubtful.size === 0) return [];
    const read = await this.#engine.store.getMany([...this.#doubtful]);
    // The writer never learned that these states were stored, so it told nobody.
    for (const saga of read.values()) this.#engine.watch.publish(saga);
    const ours = [...read.values()].filter(({ holder }) => holder === this.#engine.id);
    this.#doubtful.clear();
    for (const { id } of ours) this.#doubtful.add(id);
    return ours;
  }

  /** Makes sagas due whose next instant is further away than any wait lasts. */
  clampMisdated(isTaken: (id: string) => boolean): Promise<void> {
    return this.#misdated.clampMisdated(isTaken);
  }

  /** Marks sagas as STUCK that are long overdue because no coordinator knows their definition. */
  async haltUnknown(): Promise<void> {
    const { store, plans, config } = this.#engine;
    const since = instantIn(this.#engine, -config.unknownDefinitionMs);
    for (const saga of await store.overdue({ since, limit: 100 })) {
      if (plans.get(saga.definitionHash) !== undefined) continue;
      const message = `No coordinator knows the definition of ${saga.definitionName} that the saga began with.`;
      const events = halt(saga, { code: 'UNKNOWN_DEFINITION', message }, instantIn(this.#engine));
      const halted = await saveIfUnchanged(this.#engine, withEvents(saga, events));
      if (halted !== undefined) await announce(this.#engine, halted, events);
    }
  }
}
