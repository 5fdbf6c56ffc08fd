import { newId } from '@counterstep/service-kit';
import type { Service } from '@counterstep/service-kit/server';
import { openDocumentStore, type DocumentStore } from '@counterstep/document-store';
import {
  ada,
  admin,
  createServiceKit,
  stepInput,
  type Answer,
  type ServiceKit,
} from '@counterstep/service-kit/testing';
import type { Carrier } from '../src/carrier/carrier.ts';
import { createSimulatedCarrier, type SimulatedCarrier } from '../src/carrier/simulated-carrier.ts';
import { createShippingService, type ShippingFoundation } from '../src/service.ts';

const SCHEDULE = `mutation ($step: StepInput!, $input: ScheduleShippingInput!) {
  scheduleShipping(step: $step, input: $input) { shipmentId trackingNumber rejection { code message } } }`;
const CANCEL = `mutation ($step: StepInput!, $input: CancelShippingInput!) {
  cancelShipping(step: $step, input: $input) { undone } }`;
const WITHDRAW = `mutation ($step: StepInput!, $input: WithdrawShipmentInput!) {
  withdrawShipment(step: $step, input: $input) { rejection { code message } } }`;
const UPDATE = `mutation ($input: UpdateShipmentInput!) { updateShipment(input: $input) {
  shipment { id status events { status location note } }
  errors { ... on UserError { __typename code message path } ... on InvalidShipmentTransition { from to } } } }`;

export const addressIn = (postalCode: string) => ({
  name: 'Ada',
  line1: '1 Main St',
  city: 'Springfield',
  postalCode,
  country: 'US',
});

/** Runs before and after the calls of a carrier. */
export interface Hooks {
  beforeBooking?: (() => Promise<void>) | undefined;
  afterBooking?: (() => Promise<void>) | undefined;
  beforeCancel?: (() => Promise<void>) | undefined;
  afterCancel?: (() => Promise<void>) | undefined;
}

const noHooks = {
  beforeBooking: undefined,
  afterBooking: undefined,
  beforeCancel: undefined,
  afterCancel: undefined,
} satisfies Hooks;

/** Wraps a carrier so that hooks, which may be set at any time, run around its calls. */
export const hooked = (carrier: Carrier, hooks: Hooks): Carrier => ({
  name: carrier.name,
  book: async (request) => {
    await hooks.beforeBooking?.();
    const answer = await carrier.book(request);
    await hooks.afterBooking?.();
    return answer;
  },
  cancel: async (request) => {
    await hooks.beforeCancel?.();
    const answer = await carrier.cancel(request);
    await hooks.afterCancel?.();
    return answer;
  },
});

/** A carrier to which every parcel is handed over at once, so that no booking can be cancelled. */
export const fastCarrier: Carrier = {
  name: 'Fast Parcels',
  book: () =>
    Promise.resolve({
      outcome: 'booked',
      trackingNumber: 'T1',
      estimatedDelivery: '2026-03-04T09:00:00.000Z',
      bookedAt: '2026-03-01T09:00:00.000Z',
    }),
  cancel: () => Promise.resolve({ outcome: 'too-late' }),
};

/** A shipping service over HTTP, in front of a simulated carrier that outlives it. */
export interface Depot {
  readonly kit: ServiceKit;
  readonly hooks: Hooks;
  /** Takes all hooks away. */
  unhook(): void;
  readonly carrier: SimulatedCarrier;
  /** The store of the running service. */
  readonly store: () => DocumentStore;
  ask(query: string, variables: object, as?: Parameters<ServiceKit['ask']>[3]): Promise<Answer>;
  schedule(orderId: string, options?: { step?: object; postalCode?: string }): Promise<Answer>;
  cancel(orderId: string, step: object): Promise<Answer>;
  /** Withdraws the parcel of a cancelled order. */
  withdraw(orderId: string, step: object): Promise<Answer>;
  /** Calls updateShipment as ADMIN. */
  report(input: object): Promise<{ shipment: Record<string, unknown> | null; errors: object[] }>;
  /** Restarts the service on the same files; the carrier does not notice. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export interface Options extends Partial<ShippingFoundation> {
  /** A MongoDB to use instead of the embedded store; each service gets databases of its own. */
  readonly mongoUri?: string;
}

export async function openDepot({ mongoUri, ...given }: Options = {}): Promise<Depot> {
  const kit = await createServiceKit();
  const mongoDb = `test_${newId().slice(-12)}`;
  const config = { ...kit.config, mongoUri, mongoDb, failureRate: 0 };
  const book = await openDocumentStore({ service: 'carrier', ...config });
  const clock = { now: () => Date.now() };
  const carrier = createSimulatedCarrier({ store: book, clock, failureRate: 0, random: () => 0 });
  const hooks: Hooks = {};
  const start = async () => {
    const store = await openDocumentStore({ service: 'shipping', ...config });
    const service = await createShippingService(config, { store, carrier: hooked(carrier, hooks), ...given });
    return { store, service };
  };
  let running: { store: DocumentStore; service: Service } = await start();
  const coordinator = { service: 'coordinator' } as const;
  const ask: Depot['ask'] = (query, variables, as) => kit.ask(running.service, query, variables, as);
  return {
    kit,
    hooks,
    unhook: () => Object.assign(hooks, noHooks),
    carrier,
    store: () => running.store,
    ask,
    schedule: (orderId, { step = stepInput('scheduleShipping'), postalCode = '12345' } = {}) => {
      const lines = [{ sku: 'MUG-BLUE', quantity: 2 }];
      const input = { orderId, customerId: ada.id, address: addressIn(postalCode), lines };
      return ask(SCHEDULE, { step, input }, coordinator);
    },
    cancel: (orderId, step) => ask(CANCEL, { step, input: { orderId } }, coordinator),
    withdraw: (orderId, step) => ask(WITHDRAW, { step, input: { orderId } }, coordinator),
    report: async (input) => {
      const { data } = await ask(UPDATE, { input }, { viewer: admin });
      return data!['updateShipment'] as Awaited<ReturnType<Depot['report']>>;
    },
    restart: async () => {
      await running.service.stop();
      running = await start();
    },
    close: async () => {
      await running.service.stop();
      await book.close();
      await kit.remove();
    },
  };
}

/** How many parcels the carrier ever booked for an order, and how many it will carry. */
export async function bookOf(
  { carrier }: Pick<Depot, 'carrier'>,
  orderId: string,
): Promise<{ readonly booked: number; readonly carried: number }> {
  const { nodes } = await carrier.bookings({ first: 100 });
  const booked = nodes.filter(({ reference, booked }) => reference === orderId && booked !== undefined);
  return { booked: booked.length, carried: booked.filter(({ status }) => status === 'BOOKED').length };
}

export const codeOf = ({ errors }: Answer): unknown => errors?.[0]?.extensions['code'];

/** The shipment of an order, as ADMIN sees it. */
export async function shipmentOf(depot: Depot, orderId: string): Promise<Record<string, unknown> | null> {
  const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Order { shipment {
    id status carrier trackingNumber estimatedDelivery events { status note } order { id } } } } }`;
  const answer = await depot.ask(query, { of: [{ __typename: 'Order', id: orderId }] }, { viewer: admin });
  const [order] = answer.data!['_entities'] as { shipment: Record<string, unknown> | null }[];
  return order!.shipment;
}
