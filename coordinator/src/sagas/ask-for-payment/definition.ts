import { operation, references, type SagaDefinition } from '@counterstep/saga-engine';
import { SendOrderNewsDocument } from '../../generated/notifications.ts';
import type { AskForPaymentSagaInput } from '../../generated/schema.ts';

const { input } = references<AskForPaymentSagaInput>();

/** Tells a customer that their bank wants them to confirm a payment, for which the placing of an order waits. */
export const askForPayment: SagaDefinition = {
  name: 'AskForPayment',
  version: 1,
  inputType: 'AskForPaymentSagaInput',
  steps: [
    {
      name: 'sendPaymentActionNeeded',
      subgraph: 'notifications',
      kind: 'RETRIABLE',
      critical: false,
      invoke: operation(SendOrderNewsDocument, {
        input: {
          ...{ orderId: input('orderId'), number: input('number'), customerId: input('customerId') },
          ...{ email: input('email'), name: input('name'), amount: input('amount') },
          type: 'PAYMENT_ACTION_NEEDED',
        },
      }),
    },
  ],
};
