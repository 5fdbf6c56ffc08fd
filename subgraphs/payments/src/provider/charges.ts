import { fingerprint, type Money } from '@counterstep/service-kit';
import type { Document, Draft } from '@counterstep/document-store';
import { behaviourOf, type Behaviour } from './behaviours.ts';
import type {
  AuthorizeAnswer,
  Authorized,
  Captured,
  ChargeAnswer,
  ChargeRequest,
  Declined,
} from './payment-provider.ts';

export type ChargeStatus =
  | 'FAILING'
  | 'REQUIRES_ACTION'
  | 'PROCESSING'
  | 'AUTHORIZED'
  | 'CAPTURED'
  | 'DECLINED'
  | 'REFUNDED'
  | 'VOIDED'
  | 'CANCELLED'
  | 'CHARGED_BACK';

/** The entry of the simulated provider's ledger for one idempotency key, which is its id. */
export interface Charge extends Document {
  readonly status: ChargeStatus;
  readonly openedAt: string;
  /** The fields from here on are absent where the key was cancelled before a charge arrived. */
  readonly reference?: string;
  readonly amount?: Money;
  /** A fingerprint of amount and token; the token itself is not kept. */
  readonly request?: string;
  /** How many times the charge has failed temporarily. */
  readonly failures?: number;
  /** Whether every refund and every void of it fails. */
  readonly unrefundable?: boolean;
  /** Whether every capture of it is refused. */
  readonly uncapturable?: boolean;
  readonly method?: string;
  /** What the customer has to do. */
  readonly action?: { readonly url: string; readonly expiresAt: string };
  /** When it settles by itself, while it is PROCESSING. */
  readonly settlesAt?: string;
  readonly authorized?: Authorized;
  readonly captured?: Captured;
  /** How much was taken, where that is less than the amount. */
  readonly taken?: Money;
  readonly declined?: Declined;
  /** Partial refunds. */
  readonly parts?: readonly RefundedPart[];
  /** The refund of what was left of the charge; without an amount, the whole charge. */
  readonly refund?: { readonly refundId: string; readonly refundedAt: string; readonly amount?: Money };
  /** Refunds that failed after they were made; the provider holds their money again. */
  readonly failedRefunds?: readonly FailedRefund[];
  /** What the customer's bank has taken back. */
  readonly chargeback?: { readonly chargebackId: string; readonly amount: Money; readonly at: string };
}

/** A partial refund, made under a key. */
export interface RefundedPart {
  readonly key: string;
  readonly refundId: string;
  readonly refundedAt: string;
  readonly amount: Money;
}

/** A refund that failed after it was made. */
export interface FailedRefund {
  /** The key of a partial refund; absent where it was the refund of what was left. */
  readonly key?: string;
  readonly refundId: string;
  readonly refundedAt: string;
  readonly amount: Money;
  readonly failure: string;
  readonly failedAt: string;
}

/** How much of a charge was captured, in minor units. */
export const takenOf = ({
  captured,
  taken,
  amount,
}: Pick<Charge, 'captured' | 'taken' | 'amount'>): number =>
  captured === undefined ? 0 : (taken ?? amount ?? { amount: 0 }).amount;

/** How much of a charge was refunded or charged back, in minor units. */
export const refundedOf = (charge: Omit<Charge, 'version'>): number => {
  const { parts = [], refund, chargeback } = charge;
  const inParts = parts.reduce((sum, part) => sum + part.amount.amount, chargeback?.amount.amount ?? 0);
  return refund === undefined ? inParts : inParts + (refund.amount?.amount ?? takenOf(charge));
};

/** A ledger entry to write and the answer to give; a `lost` answer never reaches the caller. */
export interface Verdict<Answer> {
  /** Absent where nothing changes. */
  readonly next?: Draft<Charge>;
  readonly answer: Answer | 'lost';
}

/** The charge as of an instant: one that settles by itself has done so once its time has come. */
export function settledBy<C extends Charge | undefined>(charge: C, at: string): C {
  if (charge?.status !== 'PROCESSING' || charge.settlesAt === undefined || charge.settlesAt > at)
    return charge;
  return { ...charge, ...authorization(charge, charge.settlesAt) };
}

/** The fields of a charge whose money is set aside. */
export const authorization = ({ id, method = 'visa' }: Pick<Charge, 'id' | 'method'>, at: string) => {
  const authorized: Authorized = {
    outcome: 'authorized',
    chargeId: chargeIdOf(id),
    method,
    authorizedAt: at,
  };
  return { status: 'AUTHORIZED' as const, authorized };
};

export const chargeIdOf = (key: string): string => `ch_${fingerprint(key).slice(0, 24)}`;

/**
 * Decides a charge, made at the given instant.
 *
 * @throws {Error} when the key was used for another amount or token.
 */
export function decideCharge(
  charge: Charge | undefined,
  request: ChargeRequest,
  at: string,
): Verdict<ChargeAnswer> {
  const behaviour = behaviourOf(request.token);
  const asked = sameRequest(charge, request);
  if (charge !== undefined && charge.status !== 'FAILING')
    return { answer: heard(chargeAnswer(charge), behaviour) };
  const opened = openedBy(charge, request, asked, behaviour, at);
  const next = 'status' in opened ? opened : { ...opened, ...charged(opened, behaviour, at) };
  return { next, answer: heard(chargeAnswer(next), behaviour) };
}

/**
 * Decides an authorization, made at the given instant.
 *
 * @throws {Error} when the key was used for another amount or token.
 */
export function decideAuthorize(
  charge: Charge | undefined,
  request: ChargeRequest,
  at: string,
): Verdict<AuthorizeAnswer> {
  const behaviour = behaviourOf(request.token);
  const asked = sameRequest(charge, request);
  if (charge !== undefined && charge.status !== 'FAILING')
    return { answer: heard(authorizeAnswer(charge), behaviour) };
  const opened = openedBy(charge, request, asked, behaviour, at);
  const next = 'status' in opened ? opened : { ...opened, ...setAside(opened, behaviour, at) };
  return { next, answer: heard(authorizeAnswer(next), behaviour) };
}

function sameRequest(charge: Charge | undefined, { amount, token }: ChargeRequest): string {
  const asked = fingerprint([amount, token]);
  if (charge?.request !== undefined && charge.request !== asked)
    throw new Error('The idempotency key was used for another amount or token.');
  return asked;
}

type Opened = Omit<Draft<Charge>, 'status'>;

/** The charge that a first attempt opens: failed temporarily, declined, or ready to be set aside. */
function openedBy(
  charge: Charge | undefined,
  { key, amount, reference }: ChargeRequest,
  request: string,
  { method, declineCode, failures = 0, unrefundable = false, uncapturable = false }: Behaviour,
  at: string,
): Draft<Charge> | Opened {
  const failed = charge?.failures ?? 0;
  const opened = { id: key, openedAt: charge?.openedAt ?? at, reference, amount, request };
  if (failed < failures) return { ...opened, status: 'FAILING', failures: failed + 1 };
  if (method === undefined || declineCode !== undefined) {
    const why = { declineCode: declineCode ?? 'CARD_DECLINED', ...(method !== undefined && { method }) };
    return { ...opened, status: 'DECLINED', declined: { outcome: 'declined', ...why } };
  }
  return { ...opened, failures: failed, unrefundable, uncapturable, method };
}

function charged(
  opened: Opened,
  { waitsFor, uncapturable }: Behaviour,
  at: string,
): Pick<Charge, 'status' | 'declined' | 'captured'> {
  // A charge that captures at once cannot wait for the customer or the bank.
  const method = opened.method ?? 'visa';
  if (waitsFor === 'customer' || waitsFor === 'bank') {
    const declineCode = waitsFor === 'customer' ? 'AUTHENTICATION_REQUIRED' : 'SETTLES_LATER';
    return { status: 'DECLINED', declined: { outcome: 'declined', declineCode, method } };
  }
  if (uncapturable)
    return { status: 'DECLINED', declined: { outcome: 'declined', declineCode: 'CAPTURE_DECLINED', method } };
  const chargeId = chargeIdOf(opened.id);
  return {
    status: 'CAPTURED',
    captured: { outcome: 'captured', chargeId, method, authorizedAt: at, capturedAt: at },
  };
}

const ACTION_MS = 15 * 60_000;

/** How long a charge that settles later takes. */
export const SETTLES_AFTER_MS = 20_000;

const later = (at: string, ms: number): string => new Date(Date.parse(at) + ms).toISOString();

function setAside(
  opened: Opened,
  { waitsFor }: Behaviour,
  at: string,
): Pick<Charge, 'status' | 'authorized' | 'action' | 'settlesAt'> {
  if (waitsFor === 'bank') return { status: 'PROCESSING', settlesAt: later(at, SETTLES_AFTER_MS) };
  if (waitsFor !== 'customer') return authorization(opened, at);
  const url = `https://bank.example/confirm/${chargeIdOf(opened.id)}`;
  return { status: 'REQUIRES_ACTION', action: { url, expiresAt: later(at, ACTION_MS) } };
}

/** The answer that reaches the caller: none where the token loses replies and money was captured or set aside. */
const heard = <Answer extends ChargeAnswer | AuthorizeAnswer>(
  answer: Answer | 'lost',
  { losesAnswer = false }: Behaviour,
): Answer | 'lost' =>
  losesAnswer && answer !== 'lost' && (answer.outcome === 'captured' || answer.outcome === 'authorized')
    ? 'lost'
    : answer;

function chargeAnswer({ status, declined, captured }: Draft<Charge>): ChargeAnswer | 'lost' {
  if (status === 'FAILING') return 'lost';
  if (status === 'DECLINED' && declined !== undefined) return declined;
  if (status === 'CAPTURED' && captured !== undefined) return captured;
  return { outcome: 'cancelled' };
}

/** The answer to an authorization, from its entry in the ledger. */
export function authorizeAnswer({
  id,
  status,
  declined,
  authorized,
  action,
}: Draft<Charge>): AuthorizeAnswer | 'lost' {
  if (status === 'FAILING') return 'lost';
  if (status === 'DECLINED' && declined !== undefined) return declined;
  if (status === 'PROCESSING') return { outcome: 'processing', chargeId: chargeIdOf(id) };
  if (status === 'REQUIRES_ACTION' && action !== undefined)
    return { outcome: 'requires-action', chargeId: chargeIdOf(id), ...action };
  const held = status === 'AUTHORIZED' || status === 'CAPTURED';
  return held && authorized !== undefined ? authorized : { outcome: 'cancelled' };
}
