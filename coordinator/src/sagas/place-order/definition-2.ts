import { operation, references, type SagaDefinition } from '@counterstep/saga-engine';
import {
  AllocateReservationDocument,
  HoldInventoryDocument,
  ReleaseInventoryDocument,
} from '../../generated/inventory.ts';
import { SendCancellationDocument, SendOrderConfirmationDocument } from '../../generated/notifications.ts';
import { AbandonOrderDocument, ConfirmOrderDocument, CreateOrderDocument } from '../../generated/orders.ts';
import {
  AuthorizePaymentDocument,
  CapturePaymentDocument,
  VoidPaymentDocument,
} from '../../generated/payments.ts';
import type { PlaceOrderSagaInput } from '../../generated/schema.ts';
import { BookParcelDocument, CancelParcelDocument } from '../../generated/shipping.ts';

const { input, step, item, failure } = references<PlaceOrderSagaInput>();

const order = { orderId: input('orderId') };
const customer = { customerId: input('customerId') };
const recipient = { ...order, ...customer, email: input('email'), name: input('name') };
const parcels = step('reserveInventory', 'parcels');

/** How long units are held before the hold has to be extended, in milliseconds. */
const HOLD_MS = 15 * 60_000;
/** How long the customer's bank may take, in milliseconds. */
const BANK_MS = 15 * 60_000;
/** The most parcels of an order: one per warehouse. */
const MOST_PARCELS = 50;

/**
 * Places an order: holds units, authorizes the payment, books each parcel, and captures the payment once the order is
 * confirmed.
 */
export const placeOrder2: SagaDefinition = {
  name: 'PlaceOrder',
  version: 2,
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
      invoke: operation(HoldInventoryDocument, {
        input: { ...order, ...customer, lines: input('quantities'), holdForMs: HOLD_MS },
      }),
      compensate: operation(ReleaseInventoryDocument, { input: order }),
    },
    {
      name: 'authorizePayment',
      subgraph: 'payments',
      kind: 'COMPENSATABLE',
      waits: { atMostMs: BANK_MS },
      invoke: operation(AuthorizePaymentDocument, {
        input: { ...order, ...customer, amount: input('total'), token: input('paymentToken') },
      }),
      compensate: operation(VoidPaymentDocument, { input: order }),
    },
    {
      name: 'bookParcel',
      subgraph: 'shipping',
      kind: 'COMPENSATABLE',
      forEach: { items: parcels, key: 'warehouse', atMost: MOST_PARCELS },
      invoke: operation(BookParcelDocument, {
        input: {
          ...order,
          ...customer,
          warehouse: item('warehouse'),
          address: input('shippingAddress'),
          lines: item('lines'),
        },
      }),
      compensate: operation(CancelParcelDocument, { input: { ...order, warehouse: item('warehouse') } }),
    },
    {
      name: 'confirmOrder',
      subgraph: 'orders',
      kind: 'PIVOT',
      invoke: operation(ConfirmOrderDocument, { input: { ...order, parcels } }),
    },
    {
      name: 'allocateReservation',
      subgraph: 'inventory',
      kind: 'RETRIABLE',
      invoke: operation(AllocateReservationDocument, { input: order }),
    },
    {
      name: 'capturePayment',
      subgraph: 'payments',
      kind: 'RETRIABLE',
      invoke: operation(CapturePaymentDocument, { input: order }),
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
