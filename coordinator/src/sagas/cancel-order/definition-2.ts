import { operation, references, type SagaDefinition } from '@counterstep/saga-engine';
import { RestockUnitsDocument } from '../../generated/inventory.ts';
import { SendCancellationDocument, SendOrderNewsDocument } from '../../generated/notifications.ts';
import {
  CompleteCancellationDocument,
  LockLinesDocument,
  UnlockLinesDocument,
} from '../../generated/orders.ts';
import { RefundPartDocument } from '../../generated/payments.ts';
import type { CancelOrderSagaInput } from '../../generated/schema.ts';
import {
  BookParcelDocument,
  CancelParcelDocument,
  RebookParcelDocument,
  WithdrawParcelDocument,
} from '../../generated/shipping.ts';

const { input, step, item } = references<CancelOrderSagaInput>();

const order = { orderId: input('orderId') };
const why = { code: input('code'), message: input('message') };
const customer = { customerId: input('customerId') };
const recipient = { ...order, ...customer, email: input('email'), name: input('name') };
const address = step('lockLines', 'shippingAddress');
const parcel = { ...order, warehouse: item('warehouse') };

/** The most parcels of an order that are not cancelled: one per warehouse. */
const MOST_PARCELS = 50;

/**
 * Cancels a confirmed order, or lines of it: withdraws the parcels that contain them, books the rest anew, and then
 * returns exactly their money and units.
 */
export const cancelOrder2: SagaDefinition = {
  name: 'CancelOrder',
  version: 2,
  inputType: 'CancelOrderSagaInput',
  steps: [
    {
      name: 'lockLines',
      subgraph: 'orders',
      kind: 'COMPENSATABLE',
      // While the order's confirmation is under way, the step retries until that is decided.
      policy: { retry: { attempts: 200, capMs: 500 } },
      invoke: operation(LockLinesDocument, { input: { ...order, lines: input('lines') } }),
      compensate: operation(UnlockLinesDocument, { input: order }),
    },
    {
      name: 'withdrawParcel',
      subgraph: 'shipping',
      kind: 'COMPENSATABLE',
      forEach: { items: step('lockLines', 'parcels'), key: 'warehouse', atMost: MOST_PARCELS },
      invoke: operation(WithdrawParcelDocument, { input: parcel }),
      compensate: operation(RebookParcelDocument, { input: { ...parcel, address } }),
    },
    {
      name: 'bookParcel',
      subgraph: 'shipping',
      kind: 'COMPENSATABLE',
      forEach: { items: step('lockLines', 'staying'), key: 'warehouse', atMost: MOST_PARCELS },
      invoke: operation(BookParcelDocument, {
        input: { ...parcel, ...customer, address, lines: item('lines') },
      }),
      compensate: operation(CancelParcelDocument, { input: parcel }),
    },
    {
      name: 'completeCancellation',
      subgraph: 'orders',
      kind: 'PIVOT',
      invoke: operation(CompleteCancellationDocument, { input: { ...order, ...why } }),
    },
    {
      name: 'refundPayment',
      subgraph: 'payments',
      kind: 'RETRIABLE',
      invoke: operation(RefundPartDocument, {
        input: {
          ...order,
          ...{ amount: step('lockLines', 'amount'), cause: 'CANCELLATION', note: input('message') },
        },
      }),
    },
    {
      name: 'restockInventory',
      subgraph: 'inventory',
      kind: 'RETRIABLE',
      invoke: operation(RestockUnitsDocument, {
        input: { ...order, lines: step('lockLines', 'units'), reason: 'CANCELLED' },
      }),
    },
    {
      name: 'sendCancellation',
      subgraph: 'notifications',
      kind: 'RETRIABLE',
      critical: false,
      when: { value: step('lockLines', 'whole'), equals: true },
      invoke: operation(SendCancellationDocument, { input: { ...recipient, ...why } }),
    },
    {
      name: 'sendLinesCancelled',
      subgraph: 'notifications',
      kind: 'RETRIABLE',
      critical: false,
      when: { value: step('lockLines', 'whole'), equals: false },
      invoke: operation(SendOrderNewsDocument, {
        input: {
          ...recipient,
          ...{ type: 'LINES_CANCELLED', number: step('lockLines', 'number') },
          ...{ lines: step('lockLines', 'lines'), amount: step('lockLines', 'amount') },
          message: input('message'),
        },
      }),
    },
  ],
};
