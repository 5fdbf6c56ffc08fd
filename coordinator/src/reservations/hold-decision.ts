import { hasEnded, type SagaDocument } from '@counterstep/saga-engine';

/** Units held for an order until a time. */
export interface EndingHold {
  readonly orderId: string;
  readonly sagaId: string;
  readonly expiresAt: string;
}

/** How long an extension holds units, in milliseconds. */
const EXTENSION_MS = 15 * 60_000;

/** What to do with a hold that is about to expire; `placed` says that its saga has placed the order. */
export type HoldDecision =
  | { readonly kind: 'extend'; readonly until: string; readonly placed: boolean }
  | { readonly kind: 'expire' }
  | { readonly kind: 'leave' };

/**
 * Decides about a hold by its saga, which is undefined if it no longer exists. Units are released only after the hold
 * has expired, and never while their saga may still want them or once it has placed the order.
 */
export function decideHold(
  { expiresAt }: Pick<EndingHold, 'expiresAt'>,
  saga: Pick<SagaDocument, 'status' | 'finishedAt'> | undefined,
  now: number,
): HoldDecision {
  const endsAt = Date.parse(expiresAt);
  const placed = saga?.status === 'COMPLETED';
  if (saga !== undefined && (placed || !hasEnded(saga)))
    return {
      ...{ kind: 'extend', placed },
      until: new Date(Math.max(endsAt, now) + EXTENSION_MS).toISOString(),
    };
  return { kind: endsAt <= now ? 'expire' : 'leave' };
}
