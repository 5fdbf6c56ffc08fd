import { instant } from '@counterstep/service-kit';
import type { StepHandler } from '@counterstep/service-kit/server';
import { reject, unchanged } from '@counterstep/step-barrier/document-store';
import type { Context } from './context.ts';
import { paymentNotFound } from './domain/payment.ts';
import { claimRefused } from './domain/refund.ts';
import type {
  ClaimRefundPayload,
  CompensationPayload,
  MutationClaimRefundArgs,
  MutationExecuteRefundArgs,
  MutationReleaseClaimArgs,
  StepPayload,
} from './generated/schema.ts';
import { chargeNameOf, providerSpan, type StepParts } from './step-parts.ts';

type ClaimRefund = StepHandler<MutationClaimRefundArgs, ClaimRefundPayload, Context>;
type ReleaseClaim = StepHandler<MutationReleaseClaimArgs, CompensationPayload, Context>;
type ExecuteRefund = StepHandler<MutationExecuteRefundArgs, StepPayload, Context>;

/** The steps that refund a part of a payment. */
export const refundSteps = (parts: StepParts) => ({
  claimRefund: claimRefund(parts),
  releaseClaim: releaseClaim(parts),
  executeRefund: executeRefund(parts),
});

const claimRefund =
  ({ payments, refunds, clock }: StepParts): ClaimRefund =>
  async ({ refundId, orderId, amount, cause, note, returnId }) => {
    const payment = (await payments.ofOrders([orderId])).get(orderId);
    const rejection = claimRefused(payment, amount);
    if (rejection !== undefined || payment === undefined) return reject(rejection ?? paymentNotFound);
    const refund = {
      ...{ id: refundId, key: refundId, paymentId: payment.id, orderId, customerId: payment.customerId },
      ...{ status: 'PENDING' as const, amount, cause, requestedAt: instant(clock) },
      ...(note != null && { note }),
      ...(returnId != null && { returnId }),
    };
    return {
      writes: [payments.claim(payment, amount.amount), refunds.record(refund)],
      response: { refundId },
    };
  };

const releaseClaim =
  ({ payments, refunds, clock }: StepParts): ReleaseClaim =>
  async ({ refundId, code }) => {
    const refund = await refunds.get(refundId);
    const payment = refund && (await payments.get(refund.paymentId));
    if (refund?.status !== 'PENDING' || payment === undefined) return unchanged({ undone: false });
    return {
      writes: [payments.claim(payment, -refund.amount.amount), refunds.fail(refund, code, instant(clock))],
      response: { undone: true },
    };
  };

const executeRefund =
  ({ payments, refunds, provider, count }: StepParts): ExecuteRefund =>
  async ({ refundId }, { trace }, scope) => {
    const refund = await refunds.get(refundId);
    const payment = refund && (await payments.get(refund.paymentId));
    if (refund === undefined || payment === undefined || refund.status === 'FAILED')
      return reject({ code: 'REFUND_NOT_CLAIMED', message: 'There is no such refund to make.' });
    if (refund.status === 'SUCCEEDED') return unchanged({});
    const { key, amount } = refund;
    if (scope.invoked === 'NO') await scope.intend([]);
    const answer = await trace.during(...providerSpan('refund'), () =>
      provider.refund({ ...chargeNameOf(payment), refundKey: key, amount }),
    );
    if (answer.outcome === 'refused')
      return reject({
        code: 'REFUND_REFUSED',
        message: 'The payment provider does not give the money back.',
      });
    return {
      writes: [
        payments.refundPart(payment, amount, answer.refundedAt),
        refunds.succeed(refund, answer.refundId, answer.refundedAt),
      ],
      response: {},
      committed: () => {
        count('refunded', amount);
      },
    };
  };
