import { fingerprint } from '@counterstep/service-kit';
import type { Draft } from '@counterstep/document-store';
import {
  authorizeAnswer,
  refundedOf,
  takenOf,
  type Charge,
  type RefundedPart,
  type Verdict,
} from './charges.ts';
import type {
  CancelAnswer,
  CaptureAnswer,
  Captured,
  CaptureRequest,
  ChargeState,
  RefundAnswer,
  RefundRequest,
} from './payment-provider.ts';

/** Decides a capture, made at the given instant. */
export function decideCapture(
  charge: Charge | undefined,
  { amount }: CaptureRequest,
  at: string,
): Verdict<CaptureAnswer> {
  if (charge === undefined) return { answer: { outcome: 'refused', code: 'NOTHING_AUTHORIZED' } };
  if (charge.captured !== undefined) {
    if (takenOf(charge) !== amount.amount) throw new Error('Another amount was captured before.');
    return { answer: charge.captured };
  }
  const { status, authorized } = charge;
  if (status === 'VOIDED' || status === 'CANCELLED') return { answer: { outcome: 'cancelled' } };
  if (status !== 'AUTHORIZED' || authorized === undefined || charge.amount === undefined)
    return { answer: { outcome: 'refused', code: 'NOTHING_AUTHORIZED' } };
  if (charge.uncapturable) return { answer: { outcome: 'refused', code: 'CAPTURE_DECLINED' } };
  if (amount.amount < 1 || amount.amount > charge.amount.amount)
    return { answer: { outcome: 'refused', code: 'INVALID_AMOUNT' } };
  const { version: _, ...kept } = charge;
  const captured: Captured = { ...authorized, outcome: 'captured', capturedAt: at };
  return { next: { ...kept, status: 'CAPTURED', captured, taken: amount }, answer: captured };
}

/** Decides a cancellation, made at the given instant. */
export function decideCancel(charge: Charge | undefined, key: string, at: string): Verdict<CancelAnswer> {
  if (charge === undefined) {
    return { next: { id: key, openedAt: at, status: 'CANCELLED' }, answer: { outcome: 'nothing' } };
  }
  const { version: _, ...kept } = charge;
  switch (charge.status) {
    case 'FAILING':
    case 'REQUIRES_ACTION':
    case 'PROCESSING':
      return { next: { ...kept, status: 'CANCELLED' }, answer: { outcome: 'nothing' } };
    case 'AUTHORIZED':
      if (charge.unrefundable) return { answer: 'lost' };
      return { next: { ...kept, status: 'VOIDED' }, answer: { outcome: 'voided' } };
    case 'VOIDED':
      return { answer: { outcome: 'voided' } };
    case 'CAPTURED':
      return givenBack(charge, at);
    case 'REFUNDED':
      // Partial refunds are not a cancellation's refund, and leave nothing for one.
      return charge.refund === undefined ? givenBack(charge, at) : { answer: refundOf(charge) };
    case 'CHARGED_BACK':
      return { answer: nothingLeft(charge) };
    case 'DECLINED':
    case 'CANCELLED':
      return { answer: { outcome: 'nothing' } };
  }
}

function givenBack(charge: Charge, at: string): Verdict<CancelAnswer> {
  if (charge.unrefundable) return { answer: 'lost' };
  const { version: _, ...kept } = charge;
  const left = takenOf(charge) - refundedOf(charge);
  // The refund that follows a failed one has an id of its own.
  const refundId = refundIdOf(charge.id, charge.failedRefunds?.length ?? 0);
  const refund = { refundId, refundedAt: at, amount: { ...(charge.amount ?? zero), amount: left } };
  const next: Draft<Charge> = { ...kept, status: 'REFUNDED', refund };
  return { next, answer: refundOf(next) };
}

/** The answer after the customer's bank has taken everything back: that was no refund, and leaves nothing for one. */
const nothingLeft = ({ id, captured, amount, chargeback }: Charge): CancelAnswer =>
  captured === undefined || amount === undefined || chargeback === undefined
    ? { outcome: 'nothing' }
    : {
        ...{ outcome: 'refunded', charge: captured, amount: { ...amount, amount: 0 } },
        ...{ refundId: refundIdOf(id, 0), refundedAt: chargeback.at },
      };

const zero = { amount: 0, currency: 'USD' };

const refundIdOf = (key: string, failed: number): string =>
  `re_${fingerprint(failed === 0 ? key : [key, failed]).slice(0, 24)}`;

function refundOf(entry: Draft<Charge>): CancelAnswer {
  const { captured: charge, amount, taken = amount, refund } = entry;
  return charge === undefined || taken === undefined || refund === undefined
    ? { outcome: 'nothing' }
    : { outcome: 'refunded', charge, amount: taken, ...refund };
}

/** Decides a partial refund, made at the given instant. */
export function decideRefund(
  charge: Charge | undefined,
  { refundKey, amount }: RefundRequest,
  at: string,
): Verdict<RefundAnswer> {
  const known =
    charge?.parts?.find((part) => part.key === refundKey) ??
    charge?.failedRefunds?.find((part) => part.key === refundKey);
  if (known !== undefined) return { answer: partOf(known) };
  if (charge?.amount === undefined || charge.captured === undefined)
    return { answer: { outcome: 'refused', code: 'NOTHING_CAPTURED' } };
  const total = refundedOf(charge) + amount.amount;
  if (total > takenOf(charge)) return { answer: { outcome: 'refused', code: 'NOTHING_LEFT' } };
  if (charge.unrefundable) return { answer: 'lost' };
  const refundId = `re_${fingerprint([charge.id, refundKey]).slice(0, 24)}`;
  const part = { key: refundKey, refundId, refundedAt: at, amount };
  const { version: _, ...kept } = charge;
  const status = total < takenOf(charge) ? charge.status : 'REFUNDED';
  return { next: { ...kept, status, parts: [...(charge.parts ?? []), part] }, answer: partOf(part) };
}

const partOf = ({ refundId, refundedAt }: Pick<RefundedPart, 'refundId' | 'refundedAt'>): RefundAnswer => ({
  outcome: 'refunded',
  refundId,
  refundedAt,
});

/** What the provider answers when it is asked about a charge. */
export function stateOf(charge: Charge | undefined): ChargeState | 'lost' {
  const failedRefunds = (charge?.failedRefunds ?? []).map(({ refundId, failure, failedAt }) => ({
    ...{ refundId, failure, failedAt },
  }));
  const chargeback = charge?.chargeback;
  if (charge === undefined) return { charge: undefined, failedRefunds };
  const answer = charge.captured ?? authorizeAnswer(charge);
  return answer === 'lost'
    ? answer
    : { charge: answer, failedRefunds, ...(chargeback !== undefined && { chargeback }) };
}
