import { fingerprint, type Money } from '@counterstep/service-kit';
import type { Document, Draft } from '@counterstep/document-store';
import type {
  CancelAnswer,
  Captured,
  ChargeAnswer,
  ChargeRequest,
  Declined,
  RefundAnswer,
  RefundRequest,
} from './payment-provider.ts';

export type ChargeStatus = 'FAILING' | 'CAPTURED' | 'DECLINED' | 'REFUNDED' | 'CANCELLED';

/** What the simulated provider's ledger holds of one idempotency key, which is its id. */
export interface Charge extends Document {
  readonly status: ChargeStatus;
  readonly openedAt: string;
  /** Everything else is absent where the key was cancelled before a charge came. */
  readonly reference?: string;
  readonly amount?: Money;
  /** A fingerprint of amount and token; the token itself is not kept. */
  readonly request?: string;
  /** How often it has failed for a moment. */
  readonly failures?: number;
  /** Whether every refund of it fails. */
  readonly unrefundable?: boolean;
  readonly captured?: Captured;
  readonly declined?: Declined;
  /** Parts that were given back. */
  readonly parts?: readonly RefundedPart[];
  /** The refund of what was left of it; without an amount, of all. */
  readonly refund?: { readonly refundId: string; readonly refundedAt: string; readonly amount?: Money };
}

/** A part of a charge that was given back under a key. */
export interface RefundedPart {
  readonly key: string;
  readonly refundId: string;
  readonly refundedAt: string;
  readonly amount: Money;
}

/** How much of a charge was given back, in minor units. */
export const refundedOf = ({ amount, parts = [], refund }: Omit<Charge, 'version'>): number => {
  const inParts = parts.reduce((sum, part) => sum + part.amount.amount, 0);
  return refund === undefined ? inParts : inParts + (refund.amount ?? amount ?? { amount: 0 }).amount;
};

/** What the ledger is to hold now, and what the caller hears; a lost answer is one that it does not hear. */
export interface Verdict<Answer> {
  /** Absent where nothing changes. */
  readonly next?: Draft<Charge>;
  readonly answer: Answer | 'lost';
}

interface Behaviour {
  readonly method?: string;
  readonly declineCode?: string;
  /** How often a charge fails before it succeeds. */
  readonly failures?: number;
  readonly losesAnswer?: boolean;
  readonly unrefundable?: boolean;
}

const behaviours: ReadonlyMap<string, Behaviour> = new Map<string, Behaviour>([
  ['tok_visa', { method: 'visa' }],
  ['tok_declined', { method: 'visa', declineCode: 'CARD_DECLINED' }],
  ['tok_insufficient_funds', { method: 'visa', declineCode: 'INSUFFICIENT_FUNDS' }],
  ['tok_flaky', { method: 'visa', failures: 2 }],
  ['tok_lost_reply', { method: 'visa', losesAnswer: true }],
  ['tok_refund_fails', { method: 'visa', unrefundable: true }],
]);

const unknownToken: Behaviour = { declineCode: 'INVALID_TOKEN' };

/**
 * What a charge does to the ledger at an instant.
 *
 * @throws {Error} when the key was used for another amount or token.
 */
export function decideCharge(
  charge: Charge | undefined,
  request: ChargeRequest,
  at: string,
): Verdict<ChargeAnswer> {
  const behaviour = behaviours.get(request.token) ?? unknownToken;
  const asked = fingerprint([request.amount, request.token]);
  if (charge?.request !== undefined && charge.request !== asked) {
    throw new Error('The idempotency key was used for another amount or token.');
  }
  if (charge === undefined || charge.status === 'FAILING') {
    const next = attempted(charge, request, asked, behaviour, at);
    return { next, answer: answerOf(next, behaviour) };
  }
  return { answer: answerOf(charge, behaviour) };
}

function attempted(
  charge: Charge | undefined,
  { key, amount, reference }: ChargeRequest,
  request: string,
  { method, declineCode, failures = 0, unrefundable = false }: Behaviour,
  at: string,
): Draft<Charge> {
  const failed = charge?.failures ?? 0;
  const opened = { id: key, openedAt: charge?.openedAt ?? at, reference, amount, request };
  if (failed < failures) return { ...opened, status: 'FAILING', failures: failed + 1 };
  if (method === undefined || declineCode !== undefined) {
    const why = { declineCode: declineCode ?? 'CARD_DECLINED', ...(method !== undefined && { method }) };
    return { ...opened, status: 'DECLINED', declined: { outcome: 'declined', ...why } };
  }
  const chargeId = `ch_${fingerprint(key).slice(0, 24)}`;
  const captured: Captured = { outcome: 'captured', chargeId, method, authorizedAt: at, capturedAt: at };
  return { ...opened, status: 'CAPTURED', failures: failed, unrefundable, captured };
}

function answerOf(charge: Draft<Charge>, { losesAnswer = false }: Behaviour): ChargeAnswer | 'lost' {
  if (charge.status === 'FAILING') return 'lost';
  if (charge.status === 'DECLINED' && charge.declined !== undefined) return charge.declined;
  if (charge.status === 'CAPTURED' && charge.captured !== undefined) {
    return losesAnswer ? 'lost' : charge.captured;
  }
  return { outcome: 'cancelled' };
}

/** What a cancellation does to the ledger at an instant. */
export function decideCancel(charge: Charge | undefined, key: string, at: string): Verdict<CancelAnswer> {
  if (charge === undefined) {
    return { next: { id: key, openedAt: at, status: 'CANCELLED' }, answer: { outcome: 'nothing' } };
  }
  const { version: _, ...kept } = charge;
  if (charge.status === 'FAILING') {
    return { next: { ...kept, status: 'CANCELLED' }, answer: { outcome: 'nothing' } };
  }
  if (charge.amount !== undefined && charge.captured !== undefined && charge.refund === undefined) {
    if (charge.unrefundable) return { answer: 'lost' };
    const { amount } = charge;
    const left = { amount: amount.amount - refundedOf(charge), currency: amount.currency };
    const refund = { refundId: `re_${fingerprint(key).slice(0, 24)}`, refundedAt: at, amount: left };
    const next: Draft<Charge> = { ...kept, status: 'REFUNDED', refund };
    return { next, answer: refundOf(next) };
  }
  return { answer: refundOf(charge) };
}

function refundOf({ captured: charge, amount, refund }: Draft<Charge>): CancelAnswer {
  return charge === undefined || amount === undefined || refund === undefined
    ? { outcome: 'nothing' }
    : { outcome: 'refunded', charge, amount, ...refund };
}

/** What a refund of a part does to the ledger at an instant. */
export function decideRefund(
  charge: Charge | undefined,
  { refundKey, amount }: RefundRequest,
  at: string,
): Verdict<RefundAnswer> {
  const known = charge?.parts?.find((part) => part.key === refundKey);
  if (known !== undefined) return { answer: partOf(known) };
  if (charge?.amount === undefined || charge.captured === undefined)
    return { answer: { outcome: 'refused', code: 'NOTHING_CAPTURED' } };
  const total = refundedOf(charge) + amount.amount;
  if (total > charge.amount.amount) return { answer: { outcome: 'refused', code: 'NOTHING_LEFT' } };
  if (charge.unrefundable) return { answer: 'lost' };
  const refundId = `re_${fingerprint([charge.id, refundKey]).slice(0, 24)}`;
  const part = { key: refundKey, refundId, refundedAt: at, amount };
  const { version: _, ...kept } = charge;
  const status = total < charge.amount.amount ? charge.status : 'REFUNDED';
  return { next: { ...kept, status, parts: [...(charge.parts ?? []), part] }, answer: partOf(part) };
}

const partOf = ({ refundId, refundedAt }: RefundedPart): RefundAnswer => ({
  outcome: 'refunded',
  refundId,
  refundedAt,
});
