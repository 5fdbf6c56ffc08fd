import { CodedError, instant, newId } from '@counterstep/service-kit';
import type { StepHandler, StepResult } from '@counterstep/service-kit/server';
import type { StepScope } from '@counterstep/step-barrier';
import { reject, unchanged, type DocumentWrites } from '@counterstep/step-barrier/document-store';
import { recorded } from './cancelling.ts';
import { captureAt } from './capturing.ts';
import type { Context } from './context.ts';
import { refundPart as decide } from './domain/part.ts';
import type { Payment } from './domain/payment.ts';
import type { Refund } from './domain/refund.ts';
import type { MutationRefundPartArgs, RefundPartPayload } from './generated/schema.ts';
import { cancelAt, chargeNameOf, providerSpan, type StepParts } from './step-parts.ts';

type RefundPart = StepHandler<MutationRefundPartArgs, RefundPartPayload, Context>;
type Input = Parameters<RefundPart>[0];
type Scope = StepScope<DocumentWrites>;
type Answer = StepResult<RefundPartPayload>;

/** The step that refunds a part of an order's money, or reduces what will be captured. */
export const refundPart =
  (parts: StepParts): RefundPart =>
  async (input, { trace }, scope) => {
    const { payments, refunds } = parts;
    const claimed = await refunds.withKey(scope.key);
    if (claimed !== undefined) return giveBack(parts, claimed, trace);
    for (;;) {
      const payment = (await payments.ofOrders([input.orderId])).get(input.orderId);
      const decision = decide(payment, input.amount, scope.key);
      switch (decision.kind) {
        case 'refused':
          return reject(decision.rejection);
        case 'undecided':
          throw new CodedError('BUSY', 'It is not decided yet whether there is money to give back.');
        case 'nothing-left':
          return unchanged(given(decision.payment, 0));
        case 'take-less':
          return {
            writes: [payments.takeLess(decision.payment, decision.amount)],
            response: given(decision.payment, decision.amount),
          };
        case 'let-go':
          return letGo(parts, decision, trace, scope);
        case 'capture-first': {
          const amount = { ...decision.payment.amount, amount: decision.payment.capturing ?? 0 };
          const result = await captureAt(parts, decision.payment, amount, trace, scope);
          if (result.refusal === undefined) {
            await scope.intend(result.writes);
            result.committed();
          }
          break;
        }
        case 'give-back': {
          const refund = claimOf(decision.payment, decision.amount, input, scope.key, instant(parts.clock));
          await scope.intend([payments.claim(decision.payment, decision.amount), refunds.record(refund)]);
          return giveBack(parts, { ...refund, version: 1 }, trace);
        }
      }
    }
  };

const given = ({ amount }: Pick<Payment, 'amount'>, much: number): RefundPartPayload => ({
  refunded: { ...amount, amount: much },
});

const claimOf = (
  payment: Payment,
  amount: number,
  { cause, note, returnId }: Input,
  key: string,
  requestedAt: string,
): Omit<Refund, 'version'> => ({
  ...{ id: newId(), key, paymentId: payment.id, orderId: payment.orderId, customerId: payment.customerId },
  ...{ status: 'PENDING', amount: { ...payment.amount, amount }, cause, requestedAt },
  ...(note != null && { note }),
  ...(returnId != null && { returnId }),
});

/** Lets go of what is left of money that was set aside. */
async function letGo(
  parts: StepParts,
  { payment, amount }: { readonly payment: Payment; readonly amount: number },
  trace: Context['trace'],
  scope: Scope,
): Promise<Answer> {
  const response = given(payment, amount);
  if (payment.status !== 'AUTHORIZED') return unchanged(response);
  const { payments } = parts;
  if (payment.letGo === undefined) await scope.intend([payments.beginLettingGo(payment, scope.key, amount)]);
  const answer = await cancelAt(parts, payment, trace);
  const current = (await payments.get(payment.id)) ?? payment;
  if (current.status !== 'AUTHORIZED') return unchanged(response);
  return { ...(await recorded(parts, current, answer)), response };
}

/** Has the provider make a claimed refund. */
async function giveBack(
  { payments, refunds, provider, clock, count }: StepParts,
  refund: Refund,
  trace: Context['trace'],
): Promise<Answer> {
  const { id: refundId, key: refundKey, amount, paymentId } = refund;
  const before = await payments.get(paymentId);
  if (before === undefined) throw new CodedError('STEP_BLOCKED', 'The payment of the refund is gone.');
  const answer = await trace.during(...providerSpan('refund'), () =>
    provider.refund({ ...chargeNameOf(before), refundKey, amount }),
  );
  // Another step may have refunded another part meanwhile.
  const payment = (await payments.get(paymentId)) ?? before;
  if (answer.outcome === 'refunded') {
    const { refundedAt } = answer;
    return {
      writes: [
        payments.refundPart(payment, amount, refundedAt),
        refunds.succeed(refund, answer.refundId, refundedAt),
      ],
      response: { refunded: amount, refundId },
      committed: () => {
        count('refunded', amount);
      },
    };
  }
  // The customer's bank, or a cancellation, has already given everything back.
  if (payment.status === 'CHARGED_BACK' || payment.status === 'REFUNDED')
    return {
      writes: [payments.claim(payment, -amount.amount), refunds.fail(refund, answer.code, instant(clock))],
      response: given(payment, 0),
    };
  throw new CodedError('STEP_BLOCKED', `The payment provider does not give the money back: ${answer.code}.`);
}
