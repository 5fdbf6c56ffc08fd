import { setTimeout as delay } from 'node:timers/promises';
import { DemoFailed, type Cast, type DemoClient } from './client.ts';

/** How a saga of the demonstration must end. */
export interface Played {
  readonly title: string;
  readonly expected: 'COMPLETED' | 'COMPENSATED';
  /** The action to take once the saga waits. */
  readonly whileWaiting?: (cast: Cast, orderId: string) => Promise<void>;
}

/** A cast with an ADMIN. */
interface FullCast extends Cast {
  readonly admin: NonNullable<Cast['admin']>;
}

/** An action that starts a further saga of an order; an ADMIN must be in the cast. */
export interface Act extends Played {
  readonly begin: (cast: FullCast, orderId: string) => Promise<void>;
}

type Asks = Pick<DemoClient, 'ask'>;

interface Changed {
  readonly errors: readonly { readonly message: string }[];
}

/**
 * Does a mutation that takes an input.
 *
 * @throws {DemoFailed} when it is refused.
 */
async function change({ ask }: Asks, field: string, inputType: string, input: object): Promise<void> {
  const document = `mutation ($input: ${inputType}!) {
    ${field}(input: $input) { errors { ... on UserError { message } } } }`;
  const answers = await ask<Readonly<Record<string, Changed>>>(document, { input });
  const [error] = Object.values(answers).flatMap(({ errors }) => errors);
  if (error !== undefined) throw new DemoFailed(`${field} is refused: ${error.message}`);
}

/** Acts as the customer's bank. */
export const simulatePayment = (customer: Asks, orderId: string, outcome: string): Promise<void> =>
  change(customer, 'simulatePayment', 'SimulatePaymentInput', { orderId, outcome });

interface Seen {
  readonly order: {
    readonly sagas: readonly unknown[];
    readonly shipments: readonly {
      readonly id: string;
      readonly status: string;
      readonly direction: string;
    }[];
    readonly returns: readonly { readonly id: string }[];
  };
}

const orderOf = async ({ ask }: Asks, id: string): Promise<Seen['order']> =>
  (
    await ask<Seen>(
      'query ($id: ID!) { order(id: $id) { sagas { id } shipments { id status direction } returns { id } } }',
      { id },
    )
  ).order;

const LOOKS = 300;
const LOOK_MS = 100;

/** Acts as the carrier, whose report is taken up by a saga within moments. */
async function report({ customer, admin }: FullCast, orderId: string, status: string): Promise<void> {
  const before = await orderOf(customer, orderId);
  const parcel = before.shipments.find(
    (shipment) => shipment.status !== 'CANCELLED' && shipment.direction === 'TO_CUSTOMER',
  );
  if (parcel === undefined) throw new DemoFailed('There is no parcel to report on.');
  await change(admin, 'updateShipment', 'UpdateShipmentInput', { shipmentId: parcel.id, status });
  for (let look = 0; look < LOOKS; look += 1) {
    if ((await orderOf(customer, orderId)).sagas.length > before.sagas.length) return;
    await delay(LOOK_MS);
  }
  throw new DemoFailed('The report of the carrier is not taken up.');
}

const MUG = 'MUG-BLUE';

/** What becomes of an order of three mugs after it was placed. */
export const afterTheClick: readonly Act[] = [
  {
    title: 'one mug too many: a part of the order is cancelled',
    expected: 'COMPLETED',
    begin: ({ customer }, orderId) =>
      change(customer, 'cancelOrder', 'CancelOrderInput', { orderId, lines: [{ sku: MUG, quantity: 1 }] }),
  },
  {
    title: 'the carrier takes the parcel',
    expected: 'COMPLETED',
    begin: (cast, orderId) => report(cast, orderId, 'HANDED_OVER'),
  },
  {
    title: 'the parcel arrives',
    expected: 'COMPLETED',
    begin: (cast, orderId) => report(cast, orderId, 'DELIVERED'),
  },
  {
    title: 'a mug goes back, and the saga waits until its parcel is there',
    expected: 'COMPLETED',
    begin: ({ customer }, orderId) =>
      change(customer, 'requestReturn', 'RequestReturnInput', {
        ...{ orderId, reason: 'NOT_WANTED' },
        lines: [{ sku: MUG, quantity: 1 }],
      }),
    whileWaiting: async ({ customer, admin }, orderId) => {
      const [returned] = (await orderOf(customer, orderId)).returns;
      if (admin === undefined || returned === undefined) throw new DemoFailed('There is no return.');
      const lines = [{ sku: MUG, accepted: 1, resellable: 1 }];
      await change(admin, 'receiveReturn', 'ReceiveReturnInput', {
        ...{ returnId: returned.id, warehouse: 'EAST', lines },
      });
    },
  },
  {
    title: 'two dollars are given back for the trouble',
    expected: 'COMPLETED',
    begin: ({ admin }, orderId) =>
      change(admin, 'issueRefund', 'IssueRefundInput', {
        ...{ orderId, note: 'For the trouble.' },
        amount: { amount: 200, currency: 'USD' },
      }),
  },
];
