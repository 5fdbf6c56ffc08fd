import { unchanged } from '@counterstep/document-store';
import { BadUserInput, instant } from '@counterstep/service-kit';
import type { Context } from './context.ts';
import type { Reservation } from './domain/reservation.ts';
import { freeHeld } from './domain/settlement.ts';

/** The longest hold, in milliseconds: the longest wait of a saga plus one day. */
const MAX_HOLD_MS = 31 * 24 * 60 * 60 * 1000;

/** The most holds in one answer. */
const MAX_HOLDS = 100;

type Parts = Pick<Context, 'inventory' | 'clock'>;

/** A hold and its expiry, as the coordinator sees it. */
export interface EndingHold {
  readonly orderId: string;
  readonly sagaId: string;
  readonly expiresAt: string;
}

/**
 * When a hold that starts now expires.
 *
 * @throws {BadUserInput} when it is not within 1 ms and 31 days.
 */
export function endOfHold(now: number, holdForMs: number): string {
  if (holdForMs < 1 || holdForMs > MAX_HOLD_MS)
    throw new BadUserInput(`holdForMs must be 1 to ${MAX_HOLD_MS}.`, ['input', 'holdForMs']);
  return new Date(now + holdForMs).toISOString();
}

/**
 * The holds that expire before the given instant, earliest first.
 *
 * @throws {BadUserInput} when `first` is not within 1 and 100.
 */
export async function endingHolds(
  { before, first }: { readonly before: string; readonly first?: number | null },
  { inventory }: Parts,
): Promise<readonly EndingHold[]> {
  const limit = first ?? MAX_HOLDS;
  if (limit < 1 || limit > MAX_HOLDS) throw new BadUserInput(`first must be 1 to ${MAX_HOLDS}.`, ['first']);
  return (await inventory.endingHolds(before, limit)).flatMap(({ orderId, sagaId, expiresAt }) =>
    sagaId === undefined || expiresAt === undefined ? [] : [{ orderId, sagaId, expiresAt }],
  );
}

/**
 * Extends an order's hold, and never shortens it; resolves to whether there was such a hold.
 *
 * @throws {BadUserInput} when the instant is more than 31 days away.
 */
export function extendHold(
  { orderId, until }: { readonly orderId: string; readonly until: string },
  { inventory, clock }: Parts,
): Promise<boolean> {
  if (Date.parse(until) > clock.now() + MAX_HOLD_MS)
    throw new BadUserInput('until must be within 31 days.', ['until']);
  return inventory.commit(async () => {
    const hold = holdWithEnd(await inventory.reservationOf(orderId));
    if (hold === undefined) return unchanged(false);
    if (hold.expiresAt >= until) return unchanged(true);
    return { writes: [inventory.extend(hold, until)], result: true };
  });
}

/** Releases an order's hold if it has expired by inventory's clock; resolves to whether there was such a hold. */
export const expireHold = (orderId: string, { inventory, clock }: Parts): Promise<boolean> =>
  inventory.commit(async () => {
    const hold = holdWithEnd(await inventory.reservationOf(orderId));
    const at = instant(clock);
    if (hold === undefined || hold.expiresAt > at) return unchanged(false);
    return {
      writes: inventory.settle(hold, freeHeld(hold, 'EXPIRED'), { at, actor: hold.sagaId }),
      result: true,
    };
  });

function holdWithEnd(
  reservation: Reservation | undefined,
): (Reservation & { readonly expiresAt: string }) | undefined {
  if (reservation?.status !== 'HELD' || reservation.expiresAt === undefined) return undefined;
  return { ...reservation, expiresAt: reservation.expiresAt };
}
