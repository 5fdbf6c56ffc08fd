import { hasEnded, type SagaDocument } from '@counterstep/saga-engine';

/** What is held for an order until its end. */
export interface EndingHold {
  readonly orderId: string;
  readonly sagaId: string;
  readonly expiresAt: string;
}

/** How much longer units are held than a saga has them now, in ms. */
const EXTENSION_MS = 15 * 60_000;

/** What becomes of a hold whose end is near; `placed` says that its saga has ended, with the order placed. */
export type HoldDecision =
  | { readonly kind: 'extend'; readonly until: string; readonly placed: boolean }
  | { readonly kind: 'expire' }
  | { readonly kind: 'leave' };

/**
 * What becomes of a hold, by the saga that has it; undefined where there is none any more. Units are let go only when
 * the end has come, and never while their saga may still want them or once it has placed its order.
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
