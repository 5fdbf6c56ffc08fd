import type { ReceiveWebhook } from '@counterstep/service-kit/server';
import type { Inquire } from './inquiry.ts';
import type { PaymentStore } from './payment-store.ts';
import type { PaymentProvider } from './provider/payment-provider.ts';

interface Parts {
  readonly provider: PaymentProvider;
  readonly payments: Pick<PaymentStore, 'ofOrders'>;
  readonly inquire: Inquire;
}

/**
 * Receives the provider's messages as mere hints: the provider itself is asked what has become of the payment, so a
 * message that is forged, duplicated, late or lost changes nothing. Undefined where the provider sends none.
 */
export function receiveHints({ provider, payments, inquire }: Parts): ReceiveWebhook | undefined {
  const { readHint } = provider;
  if (readHint === undefined) return undefined;
  return async (message, { trace }) => {
    const hint = await readHint(message);
    if (hint.kind === 'refused') return { status: 401, message: hint.message };
    if (hint.kind === 'nothing') return { status: 204 };
    const payment = (await payments.ofOrders([hint.reference])).get(hint.reference);
    // Without a payment, the step that makes it has not had the provider's answer yet, and needs no hint.
    if (payment !== undefined) await inquire(payment, trace);
    return { status: 204 };
  };
}
