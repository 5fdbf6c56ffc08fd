import { newId, type Clock } from '@counterstep/service-kit';
import type { Service } from '@counterstep/service-kit/server';
import { openDocumentStore, type DocumentStore } from '@counterstep/document-store';
import {
  ada,
  admin,
  createServiceKit,
  stepInput,
  type Answer,
  type As,
  type ServiceKit,
} from '@counterstep/service-kit/testing';
import { createCountingStore, type CountingStore } from '@counterstep/document-store/testing';
import type { Units } from '../src/domain/stock.ts';
import { createInventoryStore } from '../src/inventory-store.ts';
import { createInventoryService } from '../src/service.ts';

/** What adjustStock, reserveInventory and the others answer, as far as tests look at it. */
export interface Rejection {
  readonly code: string;
  readonly message: string;
}

export interface Item {
  readonly sku: string;
  readonly warehouse: string;
  readonly onHand: number;
  readonly reserved: number;
  readonly available: number;
}

type Line = readonly [sku: string, quantity: number];

const RESERVE = `mutation ($step: StepInput!, $input: ReserveInventoryInput!) {
  reserveInventory(step: $step, input: $input) { reservationId rejection { code message } } }`;
const RELEASE = `mutation ($step: StepInput!, $input: ReservationStepInput!) {
  releaseInventory(step: $step, input: $input) { undone } }`;
const COMMIT = `mutation ($step: StepInput!, $input: ReservationStepInput!) {
  commitReservation(step: $step, input: $input) { rejection { code } } }`;
const INVENTORY = `query ($after: String) { inventory(first: 100, after: $after) {
  nodes { sku warehouse onHand reserved available } } }`;
const ORDERS = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
  ... on Order { id reservation { id status expiresAt lines { sku quantity warehouse } } } } }`;
const PRODUCTS = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
  ... on Product { sku stock { available inStock onHand reserved } } } }`;

/** The steps whose answer is a rejection or nothing, with their input. */
const inputs = {
  allocateReservation: 'ReservationStepInput',
  commitReservation: 'ReservationStepInput',
  commitParcel: 'CommitParcelInput',
  restockUnits: 'RestockUnitsInput',
  restockInventory: 'ReservationStepInput',
} as const;

export type StepMutation = keyof typeof inputs;

const coordinator = { service: 'coordinator' } as const;

/** A running inventory with the given stock, and its mutations and queries as functions. */
export interface InventoryKit {
  readonly kit: ServiceKit;
  readonly service: Service;
  readonly store: CountingStore;
  ask(query: string, variables?: object, as?: As): Promise<Answer>;
  /** Reserves for an order in a saga of the order's own. */
  reserve(orderId: string, lines: readonly Line[], customerId?: string): Promise<Rejection | undefined>;
  reserveAnswer(input: object, step?: object): Promise<Answer>;
  release(orderId: string): Promise<Answer>;
  /** Runs a step whose answer has no output of its own; resolves to the code of its rejection. */
  run(mutation: StepMutation, input: object, step?: object): Promise<string | undefined>;
  commit(orderId: string, step?: object): Promise<Answer>;
  /** All stock as ADMIN sees it, as `sku/warehouse: onHand-reserved=available`. */
  stock(): Promise<readonly string[]>;
  items(): Promise<readonly Item[]>;
  /** The reservations of the orders as the viewer sees them. */
  reservations(orderIds: readonly string[], as?: As): Promise<readonly unknown[]>;
  /** The stock of the products as the viewer sees it. */
  stockOf(skus: readonly string[], as?: As): Promise<readonly unknown[]>;
  end(): Promise<void>;
}

export const units = (sku: string, warehouse: string, quantity: number): Units => ({
  sku,
  warehouse,
  quantity,
});

export const reserveInput = (orderId: string, lines: readonly Line[], customerId = ada.id): object => ({
  orderId,
  customerId,
  lines: lines.map(([sku, quantity]) => ({ sku, quantity })),
});

const reserveStep = (orderId: string): object => stepInput('reserveInventory', `saga-of-${orderId}`);

export interface InventoryOptions {
  /** Stands between the service and its store. */
  readonly wrap?: (store: DocumentStore) => DocumentStore;
  /** A MongoDB to use in place of the embedded store; each inventory gets a database of its own. */
  readonly mongoUri?: string | undefined;
  readonly clock?: Clock;
}

/** Starts the service on a fresh store with the given stock. */
export async function startInventory(
  stock: readonly Units[],
  { wrap = (store) => store, mongoUri, clock }: InventoryOptions = {},
): Promise<InventoryKit> {
  const kit = await createServiceKit();
  const database = { ...kit.config, service: 'inventory', mongoUri, mongoDb: `test_${newId().slice(-12)}` };
  const store = createCountingStore(wrap(await openDocumentStore(database)));
  await createInventoryStore(store).fillIfEmpty(stock, '2026-03-01T09:00:00.000Z');
  const service = await createInventoryService(kit.config, { store, ...(clock && { clock }) });
  // Like a coordinator, it asks again where others held what was needed: nothing was changed.
  const ask: InventoryKit['ask'] = async (query, variables = {}, as = {}) => {
    for (;;) {
      const answer = await kit.ask(service, query, variables, as);
      if (!answer.errors?.some(({ extensions }) => extensions['code'] === 'BUSY')) return answer;
    }
  };
  const entities = async (query: string, representations: readonly object[], as: As = {}) =>
    (await ask(query, { representations }, as)).data!['_entities'] as readonly Record<string, unknown>[];
  const items = async () => {
    const { data } = await ask(INVENTORY, {}, { viewer: admin });
    return (data!['inventory'] as { nodes: readonly Item[] }).nodes;
  };
  const run: InventoryKit['run'] = async (mutation, input, step = stepInput(mutation)) => {
    const document = `mutation ($step: StepInput!, $input: ${inputs[mutation]}!) {
      ${mutation}(step: $step, input: $input) { rejection { code } } }`;
    const { data, errors } = await ask(document, { step, input }, coordinator);
    if (data == null) throw new Error(JSON.stringify(errors));
    return (data[mutation] as { rejection: Rejection | null }).rejection?.code;
  };
  const reserveAnswer = (input: object, step: object = stepInput('reserveInventory')) =>
    ask(RESERVE, { step, input }, coordinator);
  return {
    kit,
    service,
    store,
    ask,
    reserveAnswer,
    run,
    reserve: async (orderId, lines, customerId) => {
      const { data } = await reserveAnswer(reserveInput(orderId, lines, customerId), reserveStep(orderId));
      const { rejection } = data!['reserveInventory'] as { rejection: Rejection | null };
      return rejection ?? undefined;
    },
    release: (orderId) => ask(RELEASE, { step: reserveStep(orderId), input: { orderId } }, coordinator),
    commit: (orderId, step = stepInput('commitReservation')) =>
      ask(COMMIT, { step, input: { orderId } }, coordinator),
    items,
    stock: async () =>
      (await items()).map(
        ({ sku, warehouse, onHand, reserved, available }) =>
          `${sku}/${warehouse}: ${onHand}-${reserved}=${available}`,
      ),
    reservations: async (orderIds, as = { viewer: admin }) => {
      const representations = orderIds.map((id) => ({ __typename: 'Order', id }));
      return (await entities(ORDERS, representations, as)).map((order) => order['reservation']);
    },
    stockOf: async (skus, as) => {
      const representations = skus.map((sku) => ({ __typename: 'Product', sku }));
      return (await entities(PRODUCTS, representations, as)).map((product) => product['stock']);
    },
    end: async () => {
      await service.stop();
      await kit.remove();
    },
  };
}
