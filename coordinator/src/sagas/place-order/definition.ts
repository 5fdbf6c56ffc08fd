import { operation, references, type SagaDefinition } from '@counterstep/saga-engine';
import {
  CommitReservationDocument,
  ReleaseInventoryDocument,
  ReserveInventoryDocument,
} from '../../generated/inventory.ts';
import { SendCancellationDocument, SendOrderConfirmationDocument } from '../../generated/notifications.ts';
import { AbandonOrderDocument, ConfirmOrderDocument, CreateOrderDocument } from '../../generated/orders.ts';
import { ProcessPaymentDocument, RefundPaymentDocument } from '../../generated/payments.ts';
import type { PlaceOrderSagaInput } from '../../generated/schema.ts';
import { CancelShippingDocument, ScheduleShippingDocument } from '../../generated/shipping.ts';

const { input, step, failure } = references<PlaceOrderSagaInput>();

const order = { orderId: input('orderId') };
const customer = { customerId: input('customerId') };
const recipient = { ...order, ...customer, email: input('email'), name: input('name') };

/** Places an order: stock, money and parcel first, then the confirmation, after which the saga only goes forward. */
export const placeOrder: SagaDefinition = {
  name: 'PlaceOrder',
  version: 1,
  inputType: 'PlaceOrderSagaInput',
  secretInputs: ['paymentToken'],
  steps: [
    {
      name: 'createOrder',
      subgraph: 'orders',
      kind: 'COMPENSATABLE',
      invoke: operation(CreateOrderDocument, {
        input: {
          ...order,
          ...customer,
          lines: input('lines'),
          total: input('total'),
          shippingAddress: input('shippingAddress'),
          placedAt: input('placedAt'),
        },
      }),
      compensate: operation(AbandonOrderDocument, {
        input: { ...order, code: failure('code'), message: failure('message') },
      }),
    },
    {
      name: 'reserveInventory',
      subgraph: 'inventory',
      kind: 'COMPENSATABLE',
      invoke: operation(ReserveInventoryDocument, {
        input: { ...order, ...customer, lines: input('quantities') },
      }),
      compensate: operation(ReleaseInventoryDocument, { input: order }),
    },
    {
      name: 'processPayment',
      subgraph: 'payments',
      kind: 'COMPENSATABLE',
      invoke: operation(ProcessPaymentDocument, {
        input: { ...order, ...customer, amount: input('total'), token: input('paymentToken') },
      }),
      compensate: operation(RefundPaymentDocument, { input: order }),
    },
    {
      name: 'scheduleShipping',
      subgraph: 'shipping',
      kind: 'COMPENSATABLE',
      invoke: operation(ScheduleShippingDocument, {
        input: { ...order, ...customer, address: input('shippingAddress'), lines: input('quantities') },
      }),
      compensate: operation(CancelShippingDocument, { input: order }),
    },
    {
      name: 'confirmOrder',
      subgraph: 'orders',
      kind: 'PIVOT',
      invoke: operation(ConfirmOrderDocument, { input: order }),
    },
    {
      name: 'commitReservation',
      subgraph: 'inventory',
      kind: 'RETRIABLE',
      invoke: operation(CommitReservationDocument, { input: order }),
    },
    {
      name: 'sendNotification',
      subgraph: 'notifications',
      kind: 'RETRIABLE',
      critical: false,
      invoke: operation(SendOrderConfirmationDocument, {
        input: {
          ...recipient,
          number: step('createOrder', 'number'),
          lines: input('lines'),
          total: input('total'),
          trackingNumber: step('scheduleShipping', 'trackingNumber'),
        },
      }),
    },
  ],
  afterCompensation: [
    {
      name: 'sendCancellation',
      subgraph: 'notifications',
      kind: 'RETRIABLE',
      critical: false,
      invoke: operation(SendCancellationDocument, {
        input: { ...recipient, code: failure('code'), message: failure('message') },
      }),
    },
  ],
};
