import type { Money, Trace } from '@counterstep/service-kit';
import type { StepScope } from '@counterstep/step-barrier';
import type { DocumentWrites } from '@counterstep/step-barrier/document-store';
import type { Payment } from './domain/payment.ts';
import { chargeNameOf, providerSpan, type StepParts } from './step-parts.ts';

/** The outcome of a capture: its writes are still to be committed, whereas those of a refusal already are. */
export type CaptureResult =
  | { readonly refusal: string }
  | { readonly refusal: undefined; readonly writes: DocumentWrites; readonly committed: () => void };

/**
 * Has the provider capture the amount. The intent is committed first, so that any other decision about the payment
 * either loses the race or finishes the capture.
 */
export async function captureAt(
  { payments, provider, count }: StepParts,
  payment: Payment,
  amount: Money,
  trace: Trace,
  scope: Pick<StepScope<DocumentWrites>, 'intend'>,
): Promise<CaptureResult> {
  if (payment.capturing === undefined) await scope.intend([payments.beginCapture(payment, amount.amount)]);
  const answer = await trace.during(...providerSpan('capture'), () =>
    provider.capture({ ...chargeNameOf(payment), amount }),
  );
  switch (answer.outcome) {
    case 'captured':
      return {
        refusal: undefined,
        writes: [payments.captureAuthorized(payment, amount.amount, answer)],
        committed: () => {
          count('captured', amount);
        },
      };
    case 'refused':
      await scope.intend([payments.endCapture(payment, amount.amount)]);
      return { refusal: `The payment provider does not take the money: ${answer.code}.` };
    case 'cancelled':
      // Another step has cancelled the payment at the provider, and either has not recorded that yet or died before it
      // could.
      return {
        refusal: undefined,
        writes: [payments.voidAuthorized(payment)],
        committed: () => {
          count('voided', payment.amount);
        },
      };
  }
}
