import type { Money, Trace } from '@counterstep/service-kit';
import type { StepScope } from '@counterstep/step-barrier';
import type { DocumentWrites } from '@counterstep/step-barrier/document-store';
import type { Payment } from './domain/payment.ts';
import { chargeNameOf, providerSpan, type StepParts } from './step-parts.ts';

/** What a capture has come to; the writes are yet to be committed, those of a refusal are. */
export type CaptureResult =
  | { readonly refusal: string }
  | { readonly refusal: undefined; readonly writes: DocumentWrites; readonly committed: () => void };

/**
 * Has the provider take so much of what is set aside. That it is under way is committed first, and whoever decides of
 * the payment meanwhile loses a race or finishes the capture.
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
      // Whoever has cancelled it at the provider has yet to record that, or has died.
      return {
        refusal: undefined,
        writes: [payments.voidAuthorized(payment)],
        committed: () => {
          count('voided', payment.amount);
        },
      };
  }
}
