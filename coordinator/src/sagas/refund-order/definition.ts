import { operation, references, type SagaDefinition } from '@counterstep/saga-engine';
import { SendRefundDocument } from '../../generated/notifications.ts';
import {
  ClaimRefundDocument,
  ExecuteRefundDocument,
  ReleaseClaimDocument,
} from '../../generated/payments.ts';
import type { RefundOrderSagaInput } from '../../generated/schema.ts';

const { input, failure } = references<RefundOrderSagaInput>();

const refund = { refundId: input('refundId') };
const what = { orderId: input('orderId'), amount: input('amount'), note: input('note') };

/** Refunds a part of an order's money as a gesture; the claim reserves it, so that no other refund can take it. */
export const refundOrder: SagaDefinition = {
  name: 'RefundOrder',
  version: 1,
  inputType: 'RefundOrderSagaInput',
  steps: [
    {
      name: 'claimRefund',
      subgraph: 'payments',
      kind: 'COMPENSATABLE',
      invoke: operation(ClaimRefundDocument, { input: { ...refund, ...what, cause: 'GOODWILL' } }),
      compensate: operation(ReleaseClaimDocument, { input: { ...refund, code: failure('code') } }),
    },
    {
      name: 'executeRefund',
      subgraph: 'payments',
      kind: 'PIVOT',
      invoke: operation(ExecuteRefundDocument, { input: refund }),
    },
    {
      name: 'sendRefund',
      subgraph: 'notifications',
      kind: 'RETRIABLE',
      critical: false,
      invoke: operation(SendRefundDocument, {
        input: { ...what, customerId: input('customerId'), email: input('email'), name: input('name') },
      }),
    },
  ],
};
