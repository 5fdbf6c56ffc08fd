import { fingerprint } from '@counterstep/service-kit';
import type { Draft } from '@counterstep/document-store';
import { authorization, refundedOf, takenOf, type Charge, type FailedRefund } from './charges.ts';

/** The outcomes that a test or a demonstration can simulate. */
export type SimulatedOutcome =
  | 'AUTHENTICATED'
  | 'AUTHENTICATION_FAILED'
  | 'SETTLED'
  | 'SETTLEMENT_FAILED'
  | 'REFUND_FAILED'
  | 'CHARGED_BACK';

/** The charge after a simulated outcome; undefined where its state does not allow it. */
export function simulated(charge: Charge, outcome: SimulatedOutcome, at: string): Draft<Charge> | undefined {
  const { version: _, ...kept } = charge;
  switch (outcome) {
    case 'AUTHENTICATED':
      return charge.status === 'REQUIRES_ACTION' ? { ...kept, ...authorization(charge, at) } : undefined;
    case 'SETTLED':
      // A charge that has settled by itself meanwhile needs nothing more.
      if (charge.status === 'AUTHORIZED' && charge.settlesAt !== undefined) return kept;
      return charge.status === 'PROCESSING' ? { ...kept, ...authorization(charge, at) } : undefined;
    case 'AUTHENTICATION_FAILED':
      return charge.status === 'REQUIRES_ACTION' ? declinedFor(kept, outcome) : undefined;
    case 'SETTLEMENT_FAILED':
      return charge.status === 'PROCESSING' ? declinedFor(kept, outcome) : undefined;
    case 'REFUND_FAILED':
      return withoutLastRefund(kept, at);
    case 'CHARGED_BACK':
      return chargedBack(kept, at);
  }
}

function declinedFor(charge: Draft<Charge>, declineCode: string): Draft<Charge> {
  const { method = 'visa' } = charge;
  return { ...charge, status: 'DECLINED', declined: { outcome: 'declined', declineCode, method } };
}

const FAILURE = 'ACCOUNT_CLOSED';

/** The charge after its latest refund has failed: the provider holds that money again. */
function withoutLastRefund(charge: Draft<Charge>, at: string): Draft<Charge> | undefined {
  if (charge.chargeback !== undefined) return undefined;
  const { refund, parts = [], failedRefunds = [], ...kept } = charge;
  const last = parts.at(-1);
  const whole = refund?.amount !== undefined && refund.amount.amount > 0 ? refund : undefined;
  const made = whole ?? last;
  if (made?.amount === undefined) return undefined;
  const failed: FailedRefund = {
    ...{ refundId: made.refundId, refundedAt: made.refundedAt, amount: made.amount },
    ...{ failure: FAILURE, failedAt: at },
    ...(whole === undefined && last !== undefined && { key: last.key }),
  };
  return {
    ...{ ...kept, status: 'CAPTURED' },
    parts: whole === undefined ? parts.slice(0, -1) : parts,
    failedRefunds: [...failedRefunds, failed],
  };
}

/** The charge after the customer's bank has taken back everything that is still held. */
function chargedBack(charge: Draft<Charge>, at: string): Draft<Charge> | undefined {
  const { amount, chargeback } = charge;
  const left = takenOf(charge) - refundedOf(charge);
  if (chargeback !== undefined || amount === undefined || left < 1) return undefined;
  const chargebackId = `cb_${fingerprint(charge.id).slice(0, 24)}`;
  return {
    ...charge,
    status: 'CHARGED_BACK',
    chargeback: { chargebackId, amount: { ...amount, amount: left }, at },
  };
}
