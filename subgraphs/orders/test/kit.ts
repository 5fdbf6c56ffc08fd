import type { DocumentStore } from '@counterstep/document-store';
import type { Service } from '@counterstep/service-kit/server';
import {
  ada,
  createManualClock,
  createServiceKit,
  stepInput,
  type As,
  type ServiceKit,
} from '@counterstep/service-kit/testing';
import { createOrdersService } from '../src/service.ts';

export const usd = (amount: number) => ({ amount, currency: 'USD' });
export const units = (sku: string, quantity: number) => ({ sku, quantity });
export const parcel = (warehouse: string, ...lines: readonly ReturnType<typeof units>[]) => ({
  warehouse,
  lines,
});
export const address = {
  ...{ name: 'Ada', line1: '1 Main St', line2: null, city: 'Springfield', region: null },
  ...{ postalCode: '12345', country: 'US' },
};

/** The code of a refusal, and what it says. */
export interface Rejection {
  readonly code: string;
  readonly message: string;
}

const rejection = 'rejection { code message }';
const parcels = 'warehouse lines { sku quantity }';
const mutations = {
  createOrder: ['CreateOrderInput', `number ${rejection}`],
  abandonOrder: ['AbandonOrderInput', 'undone'],
  confirmOrder: ['ConfirmOrderInput', rejection],
  requestCancellation: ['OrderStepInput', rejection],
  restoreOrder: ['OrderStepInput', 'undone'],
  completeCancellation: ['CompleteCancellationInput', rejection],
  recordParcelMovement: ['ParcelMovementInput', rejection],
  openReturn: ['OpenReturnInput', `number address { name line2 postalCode } ${rejection}`],
  abandonReturn: ['AbandonReturnInput', 'undone'],
  awaitParcel: ['ReturnStepInput', `receivedAt waiting { for askAgainAt until } ${rejection}`],
  forgetParcel: ['ReturnStepInput', 'undone'],
  acceptReturn: [
    'ReturnStepInput',
    `amount { amount currency } lines { sku quantity } units { sku quantity warehouse } ${rejection}`,
  ],
  completeReturn: ['ReturnStepInput', rejection],
  unlockLines: ['OrderStepInput', 'undone'],
  lockLines: [
    'LockLinesInput',
    `whole number lines { sku quantity } units { sku quantity warehouse } amount { amount currency }
     parcels { ${parcels} } staying { ${parcels} } shippingAddress { name line2 postalCode } ${rejection}`,
  ],
} as const;

/** The mutations of the steps that orders take part in. */
export type StepMutation = keyof typeof mutations;

const COUNTS = `query ($id: ID!) { order(id: $id) {
  number status fulfilment nextActions cancellation { code message }
  lines { sku quantity cancelled shipped delivered returned } } }`;

/** An order as its counts show it. */
export interface SeenOrder {
  readonly number: string;
  readonly status: string;
  readonly fulfilment: string;
  readonly nextActions: readonly string[];
  readonly cancellation: Rejection | null;
  readonly lines: readonly {
    readonly sku: string;
    readonly quantity: number;
    readonly cancelled: number;
    readonly shipped: number;
    readonly delivered: number;
    readonly returned: number;
  }[];
}

/** An orders service, and what a coordinator asks of it. */
export async function startOrders(given: { readonly kit?: ServiceKit; readonly store?: DocumentStore } = {}) {
  const { kit = await createServiceKit(), ...parts } = given;
  const clock = createManualClock();
  const service: Service = await createOrdersService(kit.config, { clock, ...parts });
  const ask = (query: string, variables: object = {}, as: As = { viewer: ada }) =>
    kit.ask(service, query, variables, as);
  const step = async (mutation: StepMutation, saga: string, input: object, name: string = mutation) => {
    const [type, selection] = mutations[mutation];
    const query = `mutation ($step: StepInput!, $input: ${type}!) { ${mutation}(step: $step, input: $input) { ${selection} } }`;
    const variables = { step: stepInput(name, saga), input };
    const { data, errors } = await ask(query, variables, { service: 'coordinator' });
    if (errors?.[0] !== undefined) return { failed: errors[0].extensions['code'] };
    return data![mutation] as Readonly<Record<string, unknown>> & { readonly rejection?: Rejection | null };
  };
  return {
    kit,
    clock,
    service,
    ask,
    step,
    /** Records an order, and confirms it with the given plan. */
    place: async (
      orderId: string,
      lines: readonly { readonly sku: string; readonly quantity: number; readonly price: number }[],
      plan?: readonly object[],
    ) => {
      await step('createOrder', `placing-${orderId}`, {
        ...{ orderId, customerId: ada.id, shippingAddress: address, placedAt: '2026-03-01T08:00:00.000Z' },
        lines: lines.map(({ price, ...line }) => ({ ...line, name: line.sku, unitPrice: usd(price) })),
        total: usd(lines.reduce((sum, { price, quantity }) => sum + price * quantity, 0)),
      });
      return step('confirmOrder', `placing-${orderId}`, { orderId, parcels: plan });
    },
    seen: async (id = 'order-1', as?: As) => (await ask(COUNTS, { id }, as)).data!['order'] as SeenOrder,
    stop: async () => {
      await service.stop();
      await kit.remove();
    },
  };
}

/** An orders service under test. */
export type OrdersKit = Awaited<ReturnType<typeof startOrders>>;
