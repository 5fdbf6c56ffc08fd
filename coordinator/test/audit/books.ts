import {
  compareSteps,
  distinct,
  sagaNotes,
  stepKey,
  type AuditedSaga,
  type AuditedStep,
  type Finding,
  type StepRecord,
} from '@counterstep/saga-service';
import { checkOrder } from '../../src/audit/effect-checks.ts';
import type { OrderBooks } from '../../src/audit/order-books.ts';

/** Sagas, and all participants' records of them and of their orders. */
export interface AuditPage {
  readonly sagas: readonly AuditedSaga[];
  /** Keyed by subgraph, then by step key. */
  readonly records: ReadonlyMap<string, ReadonlyMap<string, StepRecord>>;
  readonly orders: readonly OrderBooks[];
}

/** The differences between the two sides of a page. */
export const audit = ({ sagas, records, orders }: AuditPage): readonly Finding[] =>
  distinct([
    ...sagas.flatMap(sagaNotes),
    ...sagas.flatMap((saga) => compareSteps(saga, records)),
    ...orders.flatMap(checkOrder),
  ]);

const subgraphs: Readonly<Record<string, string>> = {
  createOrder: 'orders',
  reserveInventory: 'inventory',
  processPayment: 'payments',
  scheduleShipping: 'shipping',
  confirmOrder: 'orders',
  commitReservation: 'inventory',
  authorizePayment: 'payments',
  bookParcel: 'shipping',
  allocateReservation: 'inventory',
  capturePayment: 'payments',
  requestCancellation: 'orders',
  withdrawShipment: 'shipping',
  refundOrder: 'payments',
  restockInventory: 'inventory',
  completeCancellation: 'orders',
};

export const step = (
  name: string,
  status: AuditedStep['status'],
  changes: Partial<AuditedStep> = {},
): AuditedStep => ({
  name,
  subgraph: subgraphs[name] ?? 'notifications',
  mutation: name,
  status,
  begun: status !== 'PENDING' && status !== 'SKIPPED',
  resolved: false,
  ...changes,
});

export const saga = (changes: Partial<AuditedSaga> & Pick<AuditedSaga, 'id' | 'steps'>): AuditedSaga => ({
  type: 'PlaceOrder',
  status: 'COMPLETED',
  ended: true,
  overdue: false,
  subject: 'order-1',
  ...changes,
});

export const placing = (...statuses: AuditedStep['status'][]): readonly AuditedStep[] =>
  [
    'createOrder',
    'reserveInventory',
    'processPayment',
    'scheduleShipping',
    'confirmOrder',
    'commitReservation',
  ].map((name, index) => step(name, statuses[index] ?? 'SKIPPED'));

const DONE = 'SUCCEEDED';
const UNDONE = 'COMPENSATED';

/** Step records of all participants that agree with the coordinator. */
export const agreeing = (sagas: readonly AuditedSaga[]): Map<string, Map<string, StepRecord>> => {
  const records = new Map<string, Map<string, StepRecord>>();
  for (const { id, steps } of sagas)
    for (const { name, item, subgraph, status } of steps) {
      if (status === 'PENDING' || status === 'SKIPPED') continue;
      const record: StepRecord = {
        sagaId: id,
        step: name,
        ...(item !== undefined && { item }),
        invoke: status === 'REJECTED' ? 'REJECTED' : 'DONE',
        compensated: status === 'COMPENSATED',
      };
      records.set(
        subgraph,
        (records.get(subgraph) ?? new Map<string, StepRecord>()).set(stepKey(record), record),
      );
    }
  return records;
};

const money = (amount: number) => ({ amount });
const order = { id: 'order-1' };
const lines = [{ sku: 'MUG-BLUE', quantity: 2 }];

/** The records of a placed order of two mugs for 2800. */
export const placedBooks: OrderBooks = {
  orderId: 'order-1',
  sagas: [],
  order: {
    id: 'order-1',
    number: 'N-1',
    status: 'CONFIRMED',
    total: { amount: 2800, currency: 'USD' },
    lines: lines.map((line) => ({ ...line, cancelled: 0, returned: 0, unitPrice: { amount: 1400 } })),
  },
  reservations: [
    { orderId: 'order-1', status: 'COMMITTED', lines, kept: lines, allocated: false, expiresAt: null },
  ],
  payments: [
    {
      id: 'payment-1',
      status: 'CAPTURED',
      amount: money(2800),
      captured: money(2800),
      refunded: money(0),
      refunds: [],
      order,
    },
  ],
  charges: [
    {
      key: 'saga-1:processPayment',
      status: 'CAPTURED',
      amount: money(2800),
      captured: money(2800),
      refunded: money(0),
      order,
    },
  ],
  shipments: [{ id: 'shipment-1', status: 'SCHEDULED', order }],
  bookings: [{ key: 'saga-1:scheduleShipping', status: 'BOOKED', order }],
};

/** The steps of version 2 of the saga, with one parcel per warehouse. */
export const placingParcels = (...statuses: AuditedStep['status'][]): readonly AuditedStep[] => {
  const [created, reserved, authorized, ...rest] = statuses;
  const [east, west, ...last] = rest;
  return [
    step('createOrder', created ?? 'SKIPPED'),
    step('reserveInventory', reserved ?? 'SKIPPED'),
    step('authorizePayment', authorized ?? 'SKIPPED'),
    step('bookParcel', east ?? 'SKIPPED', { item: 'EAST' }),
    step('bookParcel', west ?? 'SKIPPED', { item: 'WEST' }),
    ...['confirmOrder', 'allocateReservation', 'capturePayment'].map((name, index) =>
      step(name, last[index] ?? 'SKIPPED'),
    ),
  ];
};

/** The records of an order placed by version 2 of the saga; its two units wait in two warehouses. */
export const parcelBooks: OrderBooks = {
  ...placedBooks,
  reservations: [
    {
      ...{ orderId: 'order-1', status: 'HELD', allocated: true, expiresAt: null, kept: lines },
      lines: ['EAST', 'WEST'].map(() => ({ sku: 'MUG-BLUE', quantity: 1 })),
    },
  ],
  shipments: ['1', '2'].map((id) => ({ id: `shipment-${id}`, status: 'SCHEDULED', order })),
  bookings: ['EAST', 'WEST'].map((name) => ({ key: `saga-1:bookParcel:${name}`, status: 'BOOKED', order })),
};

/** The records of the same order after everything was undone. */
export const undoneBooks: OrderBooks = {
  ...placedBooks,
  order: { ...placedBooks.order!, status: 'CANCELLED' },
  reservations: [{ ...placedBooks.reservations[0]!, status: 'RELEASED', kept: [] }],
  payments: [{ ...placedBooks.payments[0]!, status: 'REFUNDED', refunded: money(2800) }],
  charges: [{ ...placedBooks.charges![0]!, status: 'REFUNDED', refunded: money(2800) }],
  shipments: [{ ...placedBooks.shipments[0]!, status: 'CANCELLED' }],
  bookings: [{ ...placedBooks.bookings![0]!, status: 'CANCELLED' }],
};

/** A page of one order where both sides agree. */
export const pageOf = (sagas: readonly AuditedSaga[], books: OrderBooks): AuditPage => ({
  sagas,
  records: agreeing(sagas),
  orders: [{ ...books, sagas }],
});

export const completed = saga({ id: 'saga-1', steps: placing(DONE, DONE, DONE, DONE, DONE, DONE) });

export const completedParcels = saga({
  id: 'saga-1',
  steps: placingParcels(DONE, DONE, DONE, DONE, DONE, DONE, DONE, DONE),
});

export const compensatedParcels = saga({
  id: 'saga-1',
  status: 'COMPENSATED',
  steps: placingParcels(UNDONE, UNDONE, UNDONE, UNDONE, 'REJECTED'),
});

export const compensated = saga({
  id: 'saga-1',
  status: 'COMPENSATED',
  steps: placing(UNDONE, UNDONE, UNDONE, UNDONE, 'REJECTED'),
});

export const cancelled = saga({
  id: 'saga-2',
  type: 'CancelOrder',
  steps: [
    'requestCancellation',
    'withdrawShipment',
    'refundOrder',
    'restockInventory',
    'completeCancellation',
  ].map((name) => step(name, DONE)),
});

/** The saga with the step of the same name replaced. */
export const withStep = (given: AuditedSaga, changed: AuditedStep): AuditedSaga => ({
  ...given,
  steps: given.steps.map((one) => (one.name === changed.name ? changed : one)),
});

/** The page with a step's record replaced, or removed if only its key is given. */
export const withRecord = (page: AuditPage, subgraph: string, record: StepRecord | string): AuditPage => {
  const ofSubgraph = new Map(page.records.get(subgraph));
  if (typeof record === 'string') ofSubgraph.delete(record);
  else ofSubgraph.set(stepKey(record), record);
  return { ...page, records: new Map([...page.records, [subgraph, ofSubgraph]]) };
};

/** The codes of findings, in their order. */
export const codes = (findings: readonly Finding[]) => findings.map(({ code }) => code);

/** An order that was placed, and one that was completely undone. */
export const placed = pageOf([completed], placedBooks);
export const undone = pageOf([compensated], undoneBooks);
