import { operation, references, type SagaDefinition } from '@counterstep/saga-engine';
import { RestockUnitsDocument } from '../../generated/inventory.ts';
import { SendOrderNewsDocument } from '../../generated/notifications.ts';
import {
  AbandonReturnDocument,
  AcceptReturnDocument,
  AwaitParcelDocument,
  CompleteReturnDocument,
  ForgetParcelDocument,
  OpenReturnDocument,
} from '../../generated/orders.ts';
import { RefundPartDocument } from '../../generated/payments.ts';
import type { ReturnOrderSagaInput } from '../../generated/schema.ts';
import { BookReturnParcelDocument, CancelReturnParcelDocument } from '../../generated/shipping.ts';

const { input, step, failure } = references<ReturnOrderSagaInput>();

const order = { orderId: input('orderId') };
const returned = { returnId: input('returnId') };
const customer = { customerId: input('customerId') };
const news = {
  ...{ ...order, ...customer, email: input('email'), name: input('name') },
  number: step('openReturn', 'number'),
};

/** How long a returned parcel may take, in days. */
export const RETURN_WAIT_DAYS = 30;
/** For how many days more orders may be asked what has come in time. */
const GRACE_DAYS = 1;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Takes back what a customer returns: waits for the parcel, and refunds and restocks what is accepted of it. */
export const returnOrder: SagaDefinition = {
  name: 'ReturnOrder',
  version: 1,
  inputType: 'ReturnOrderSagaInput',
  steps: [
    {
      name: 'openReturn',
      subgraph: 'orders',
      kind: 'COMPENSATABLE',
      invoke: operation(OpenReturnDocument, {
        input: {
          ...{ ...returned, ...order, lines: input('lines'), reason: input('reason'), note: input('note') },
          ...{ requestedAt: input('requestedAt'), receiveBy: input('receiveBy') },
        },
      }),
      compensate: operation(AbandonReturnDocument, {
        input: { ...returned, code: failure('code'), message: failure('message') },
      }),
    },
    {
      name: 'bookReturnParcel',
      subgraph: 'shipping',
      kind: 'COMPENSATABLE',
      invoke: operation(BookReturnParcelDocument, {
        input: {
          ...{ ...order, ...customer, ...returned },
          ...{ address: step('openReturn', 'address'), lines: input('lines') },
        },
      }),
      compensate: operation(CancelReturnParcelDocument, { input: returned }),
    },
    {
      name: 'awaitParcel',
      subgraph: 'orders',
      kind: 'COMPENSATABLE',
      waits: { atMostMs: (RETURN_WAIT_DAYS + GRACE_DAYS) * DAY_MS },
      invoke: operation(AwaitParcelDocument, { input: returned }),
      compensate: operation(ForgetParcelDocument, { input: returned }),
    },
    {
      name: 'acceptReturn',
      subgraph: 'orders',
      kind: 'PIVOT',
      invoke: operation(AcceptReturnDocument, { input: returned }),
    },
    {
      name: 'refundPayment',
      subgraph: 'payments',
      kind: 'RETRIABLE',
      invoke: operation(RefundPartDocument, {
        input: { ...order, ...returned, amount: step('acceptReturn', 'amount'), cause: 'RETURN' },
      }),
    },
    {
      name: 'restockInventory',
      subgraph: 'inventory',
      kind: 'RETRIABLE',
      invoke: operation(RestockUnitsDocument, {
        input: { ...order, lines: step('acceptReturn', 'units'), reason: 'RETURNED' },
      }),
    },
    {
      name: 'completeReturn',
      subgraph: 'orders',
      kind: 'RETRIABLE',
      invoke: operation(CompleteReturnDocument, { input: returned }),
    },
    {
      name: 'sendReturnAccepted',
      subgraph: 'notifications',
      kind: 'RETRIABLE',
      critical: false,
      invoke: operation(SendOrderNewsDocument, {
        input: {
          ...news,
          ...{ type: 'RETURN_ACCEPTED', lines: step('acceptReturn', 'lines') },
          amount: step('refundPayment', 'refunded'),
        },
      }),
    },
  ],
  afterCompensation: [
    {
      name: 'sendReturnClosed',
      subgraph: 'notifications',
      kind: 'RETRIABLE',
      critical: false,
      invoke: operation(SendOrderNewsDocument, {
        input: { ...news, type: 'RETURN_CLOSED', lines: input('lines'), message: failure('message') },
      }),
    },
  ],
};
