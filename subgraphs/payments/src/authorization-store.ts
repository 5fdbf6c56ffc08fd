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

/** What sets money aside, and takes it. */
export const authorizationsOf = (payments: Collection<Payment>) => ({
  /** Records what the provider says of money that is to be set aside; `news` where it is not a step that has asked. */
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

  /** Says that there is news for whoever waits for the payment. */
  tell: ({ id, version }: Payment): Write => payments.update(id, { version }, { $set: { news: true } }),

  /** Records what has become of refunds that were made, and of the money that they are of. */
  correct: ({ id, version }: Payment, { status, refunded }: Pick<Payment, 'status' | 'refunded'>): Write =>
    payments.update(id, { version }, { $set: { status, refunded } }),

  /** So much is about to be taken: nothing else may be decided of it until that is known. */
  beginCapture: ({ id, version }: Payment, amount: number): Write =>
    payments.update(id, { version }, { $set: { capturing: amount } }),

  /** The provider has refused to take the money: it is still set aside. */
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

  /** All that is left is about to be let go, by the step with the key. */
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

/** What is recorded of money that was taken. */
export const factsOf = ({ chargeId, method, authorizedAt, capturedAt }: Captured) => ({
  chargeId,
  method,
  authorizedAt,
  capturedAt,
});
