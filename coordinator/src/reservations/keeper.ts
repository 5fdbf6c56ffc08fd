import { setTimeout as delay } from 'node:timers/promises';
import { newId, type Clock, type Logger } from '@counterstep/service-kit';
import type { SagaDocument, SagaStore } from '@counterstep/saga-engine';
import type { Ask } from '@counterstep/saga-service';
import { EndingHoldsDocument, ExpireHoldDocument, ExtendHoldDocument } from '../generated/inventory.ts';
import { decideHold, type EndingHold } from './hold-decision.ts';

export interface KeeperOptions {
  readonly sagas: Pick<SagaStore, 'getMany'>;
  readonly ask: Ask;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Pick<Logger, 'debug' | 'info' | 'warn'>;
  /** The delay between checks, in milliseconds. */
  readonly intervalMs: number;
}

const BATCH = 100;
/** Holds that expire within this time and one interval are extended, so that none expires between two checks. */
const AHEAD_MS = 60_000;

/** How many holds one check has extended and expired. */
export interface KeptHolds {
  readonly extended: number;
  readonly expired: number;
}

/**
 * Checks the holds that are about to expire: extends those whose saga is under way or has placed its order, even if
 * they have expired meanwhile, and releases the expired ones of all other sagas.
 *
 * @throws {ServiceUnavailable} when inventory does not answer; the next look goes on.
 */
export async function keepHolds(options: KeeperOptions): Promise<KeptHolds> {
  const { sagas, ask, clock, intervalMs } = options;
  const kept = { extended: 0, expired: 0 };
  for (;;) {
    const before = new Date(clock.now() + AHEAD_MS + intervalMs).toISOString();
    const variables = { before, first: BATCH };
    const page = await ask('inventory', EndingHoldsDocument, variables, { correlationId: newId() });
    // A saga is stored before it holds anything, so one that is not found now will not appear later.
    const owners = await sagas.getMany(page.endingHolds.map(({ sagaId }) => sagaId));
    let isChanged = false;
    for (const hold of page.endingHolds) {
      const done = await settle(hold, owners.get(hold.sagaId), options);
      if (done === undefined) continue;
      kept[done] += 1;
      isChanged = true;
    }
    if (page.endingHolds.length < BATCH || !isChanged) return kept;
  }
}

/** Handles one hold; resolves to what was done, or to undefined if nothing was. */
async function settle(
  hold: EndingHold,
  saga: SagaDocument | undefined,
  { ask, clock, log }: KeeperOptions,
): Promise<keyof KeptHolds | undefined> {
  const { orderId, sagaId } = hold;
  const request = { correlationId: saga?.correlationId ?? newId() };
  const decision = decideHold(hold, saga, clock.now());
  switch (decision.kind) {
    case 'leave':
      return undefined;
    case 'extend': {
      if (decision.placed) log.warn({ orderId, sagaId }, 'what is held for a placed order has an end');
      const variables = { orderId, until: decision.until };
      return (await ask('inventory', ExtendHoldDocument, variables, request)).extendHold
        ? 'extended'
        : undefined;
    }
    case 'expire': {
      const { expireHold } = await ask('inventory', ExpireHoldDocument, { orderId }, request);
      if (expireHold) log.info({ orderId, sagaId }, 'what was held for an order is free again');
      return expireHold ? 'expired' : undefined;
    }
  }
}

/**
 * Checks the holds of orders at once, and then at each interval.
 *
 * @returns what ends it.
 */
export function startKeeper(options: KeeperOptions): () => Promise<void> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const repeat = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        await keepHolds(options);
      } catch (error) {
        options.log.debug({ err: error }, 'what is held for orders cannot be looked after');
      }
      await delay(options.intervalMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  };
  const repeating = repeat();
  return async () => {
    stopping.abort();
    await repeating;
  };
}
