import { operation, references, type SagaDefinition } from '@counterstep/saga-engine';
import { RestockInventoryDocument } from '../../generated/inventory.ts';
import { SendCancellationDocument } from '../../generated/notifications.ts';
import {
  CompleteCancellationDocument,
  RequestCancellationDocument,
  RestoreOrderDocument,
} from '../../generated/orders.ts';
import { RefundOrderDocument } from '../../generated/payments.ts';
import type { CancelOrderSagaInput } from '../../generated/schema.ts';
import { WithdrawShipmentDocument } from '../../generated/shipping.ts';

const { input } = references<CancelOrderSagaInput>();

const order = { orderId: input('orderId') };
const why = { code: input('code'), message: input('message') };

/**
 * Cancels a confirmed order: withdraws its parcel, which decides whether it can be cancelled, and then returns money
 * and units.
 */
export const cancelOrder: SagaDefinition = {
  name: 'CancelOrder',
  version: 1,
  inputType: 'CancelOrderSagaInput',
  steps: [
    {
      name: 'requestCancellation',
      subgraph: 'orders',
      kind: 'COMPENSATABLE',
      // While the order's confirmation is under way, the step retries until that is decided.
      policy: { retry: { attempts: 200, capMs: 500 } },
      invoke: operation(RequestCancellationDocument, { input: order }),
      compensate: operation(RestoreOrderDocument, { input: order }),
    },
    {
      name: 'cancelShipping',
      subgraph: 'shipping',
      kind: 'PIVOT',
      invoke: operation(WithdrawShipmentDocument, { input: order }),
    },
    {
      name: 'refundPayment',
      subgraph: 'payments',
      kind: 'RETRIABLE',
      invoke: operation(RefundOrderDocument, { input: order }),
    },
    {
      name: 'restockInventory',
      subgraph: 'inventory',
      kind: 'RETRIABLE',
      invoke: operation(RestockInventoryDocument, { input: order }),
    },
    {
      name: 'completeCancellation',
      subgraph: 'orders',
      kind: 'RETRIABLE',
      invoke: operation(CompleteCancellationDocument, { input: { ...order, ...why } }),
    },
    {
      name: 'sendCancellation',
      subgraph: 'notifications',
      kind: 'RETRIABLE',
      critical: false,
      invoke: operation(SendCancellationDocument, {
        input: {
          ...order,
          ...why,
          customerId: input('customerId'),
          email: input('email'),
          name: input('name'),
        },
      }),
    },
  ],
};
