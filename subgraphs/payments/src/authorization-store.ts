import type { Collection, Write } from '@counterstep/document-store';
import type { Payment, PaymentStatus } from './domain/payment.ts';
import type {
  Authorized,
  Captured,
  Declined,
  Processing,
  RequiresAction,
} from './provider/payment-provider.ts';

const OPEN: readonly PaymentStatus[] = ['PENDING', 'REQUIRES_ACTION', 'PROCESSING'];

/** The writes that authorise and capture a payment. */
export const authorizationsOf = (payments: Collection<Payment>) => ({
  /**
   * Records what the provider says about money that is to be set aside; `news` tells the waiting saga, unless its own
   * step asked.
   */
  learn: (
    { id }: Pick<Payment, 'id'>,
    answer: Authorized | Declined | RequiresAction | Processing,
    news = false,
  ): Write => {
    const decided = answer.outcome === 'authorized' || answer.outcome === 'declined';
    const { status, ...facts } = authorizationFacts(answer);
    return payments.update(
      id,
      { status: { $in: decided ? [...OPEN, status] : OPEN } },
      { $set: { status, ...facts, ...(news && { news }) }, ...(!news && { $unset: ['news'] }) },
    );
  },

  /** Marks the payment as having news for the saga that waits for it. */
  tell: ({ id, version }: Payment): Write => payments.update(id, { version }, { $set: { news: true } }),

  /**
   * Records what the payment's status and refunded sum are after a refund has failed or the bank has taken money back.
   */
  correct: ({ id, version }: Payment, { status, refunded }: Pick<Payment, 'status' | 'refunded'>): Write =>
    payments.update(id, { version }, { $set: { status, refunded } }),

  /**
   * Records that the amount is about to be captured: no other decision about the payment is made until the outcome is
   * known.
   */
  beginCapture: ({ id, version }: Payment, amount: number): Write =>
    payments.update(id, { version }, { $set: { capturing: amount } }),

  /** Records that the provider refused the capture: the money is still set aside. */
  endCapture: ({ id }: Payment, amount: number): Write =>
    payments.update(id, { status: 'AUTHORIZED', capturing: amount }, { $unset: ['capturing'] }),

  captureAuthorized: ({ id }: Payment, amount: number, charge: Captured): Write =>
    payments.update(
      id,
      { status: 'AUTHORIZED' },
      { $set: { status: 'CAPTURED', taken: amount, ...factsOf(charge) }, $unset: ['capturing'] },
    ),

  voidAuthorized: ({ id }: Payment): Write =>
    payments.update(id, { status: 'AUTHORIZED' }, { $set: { status: 'VOIDED' } }),

  takeLess: ({ id, version, reduced = 0 }: Payment, amount: number): Write =>
    payments.update(id, { version }, { $set: { reduced: reduced + amount } }),

  /** Records that the step with the key is about to let go of all that is left. */
  beginLettingGo: ({ id, version }: Payment, key: string, amount: number): Write =>
    payments.update(id, { version }, { $set: { letGo: { key, amount } } }),
});

function authorizationFacts(answer: Authorized | Declined | RequiresAction | Processing) {
  switch (answer.outcome) {
    case 'authorized': {
      const { chargeId, method, authorizedAt } = answer;
      return { status: 'AUTHORIZED' as const, chargeId, method, authorizedAt };
    }
    case 'declined': {
      const { declineCode, method } = answer;
      return { status: 'DECLINED' as const, declineCode, ...(method !== undefined && { method }) };
    }
    case 'requires-action': {
      const { url, expiresAt, chargeId } = answer;
      const action = { url, expiresAt };
      return { status: 'REQUIRES_ACTION' as const, action, ...(chargeId !== undefined && { chargeId }) };
    }
    case 'processing': {
      const { chargeId } = answer;
      return { status: 'PROCESSING' as const, ...(chargeId !== undefined && { chargeId }) };
    }
  }
}

/** The facts of a capture that a payment records. */
export const factsOf = ({ chargeId, method, authorizedAt, capturedAt }: Captured) => ({
  chargeId,
  method,
  authorizedAt,
  capturedAt,
});
