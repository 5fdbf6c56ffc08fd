import type { Draft } from '@counterstep/document-store';
import type { ChargeState } from './provider/payment-provider.ts';
import { isTooLate } from './domain/authorization.ts';
import type { Payment } from './domain/payment.ts';
import { givenBack, type Refund } from './domain/refund.ts';

/** What must be recorded after the provider was asked. */
export type News =
  | { readonly kind: 'none' }
  /** The waiting saga is to ask again: only its own step records the outcome. */
  | { readonly kind: 'tell' }
  | {
      readonly kind: 'learn';
      readonly answer: Extract<ChargeState['charge'], { outcome: 'authorized' | 'declined' }>;
    }
  | {
      readonly kind: 'correct';
      readonly change: Pick<Payment, 'status' | 'refunded'>;
      readonly failed: readonly { readonly refund: Refund; readonly failure: string; readonly at: string }[];
      readonly chargeback: Draft<Refund> | undefined;
    };

const none: News = { kind: 'none' };

/** What the provider says that is not recorded yet; `id` becomes the id of a refund that nobody has asked for. */
export function newsOf(
  payment: Payment,
  refunds: readonly Refund[],
  state: ChargeState,
  { now, id }: { readonly now: number; readonly id: string },
): News {
  switch (payment.status) {
    case 'PENDING':
    case 'REQUIRES_ACTION':
    case 'PROCESSING':
      return ofWaiting(payment, state, now);
    case 'CAPTURED':
    case 'PARTIALLY_REFUNDED':
    case 'REFUNDED':
      return ofTaken(payment, refunds, state, id);
    case 'AUTHORIZED':
      // An earlier hint may have been lost, and another one does no harm.
      return { kind: 'tell' };
    case 'DECLINED':
    case 'VOIDED':
    case 'CHARGED_BACK':
      return none;
  }
}

function ofWaiting(payment: Payment, { charge }: ChargeState, now: number): News {
  if (charge?.outcome === 'declined') return { kind: 'learn', answer: charge };
  if (charge?.outcome === 'authorized')
    return isTooLate(payment, now) ? { kind: 'tell' } : { kind: 'learn', answer: charge };
  return charge?.outcome === 'requires-action' || charge?.outcome === 'processing' ? none : { kind: 'tell' };
}

function ofTaken(
  payment: Payment,
  refunds: readonly Refund[],
  { failedRefunds, chargeback }: ChargeState,
  id: string,
): News {
  const failed = failedRefunds.flatMap(({ refundId, failure, failedAt: at }) => {
    const refund = refunds.find((each) => each.refundId === refundId && each.status === 'SUCCEEDED');
    return refund === undefined ? [] : [{ refund, failure, at }];
  });
  const isNew = chargeback !== undefined && refunds.every(({ key }) => key !== chargeback.chargebackId);
  if (failed.length === 0 && !isNew) return none;
  const backMinor = failed.reduce((sum, { refund }) => sum + refund.amount.amount, 0);
  const change = givenBack(payment, {
    ...payment.amount,
    amount: (isNew ? chargeback.amount.amount : 0) - backMinor,
  });
  if (!isNew) return { kind: 'correct', change, failed, chargeback: undefined };
  return {
    ...{ kind: 'correct', change: { ...change, status: 'CHARGED_BACK' }, failed },
    chargeback: chargebackRefund(payment, id, chargeback),
  };
}

const chargebackRefund = (
  payment: Payment,
  id: string,
  { chargebackId, amount, at }: NonNullable<ChargeState['chargeback']>,
): Draft<Refund> => ({
  ...{ id, key: chargebackId, refundId: chargebackId },
  ...{ paymentId: payment.id, orderId: payment.orderId, customerId: payment.customerId },
  ...{ status: 'SUCCEEDED', amount, cause: 'CHARGEBACK', requestedAt: at, settledAt: at },
});
