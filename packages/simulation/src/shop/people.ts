import {
  createOrderStore,
  createReturnStore,
  recordClosing,
  recordReceipt,
} from '@counterstep/orders/participant';
import { createParcelReports, createShipmentStore, updateShipment } from '@counterstep/shipping/participant';
import type { SimulatedProvider } from '@counterstep/payments/participant';
import { openMemoryStore, type MemoryDatabase } from '@counterstep/document-store/memory';
import type { Json } from '@counterstep/saga-engine';
import type { World } from '../world.ts';
import { products, type PlannedDeed, type PlannedOrder } from './story.ts';

/** A saga that somebody wants. */
export interface WantedSaga {
  readonly sagaId: string;
  readonly definitionName: string;
  readonly orderId: string;
  readonly input: Json;
}

/** What people can do besides what they write down themselves. */
export interface Means {
  /** Asks for a saga, after some time, until it is accepted. */
  readonly start: (saga: WantedSaga, afterMs: number) => void;
  /** Tells a coordinator that there is news for a step that waits. */
  readonly wake: (sagaId: string) => void;
  readonly databaseOf: (name: string) => MemoryDatabase;
  readonly provider: SimulatedProvider;
}

const customer = { customerId: 'customer-1', email: 'ada@example.com', name: 'Ada' };
const USD = 'USD';

/** The id of an order's placing. */
export const placingOf = (orderId: string): string => `place-${orderId}`;

/** The saga that places an order. */
export const placing = ({ id, lines, token, postalCode }: PlannedOrder, placedAt: string): WantedSaga => {
  const priced = lines.map(({ sku, quantity }) => ({
    ...{ sku, name: sku, quantity },
    unitPrice: { amount: products[sku].price, currency: USD },
  }));
  const amount = priced.reduce((total, { quantity, unitPrice }) => total + quantity * unitPrice.amount, 0);
  return {
    ...{ sagaId: placingOf(id), definitionName: 'PlaceOrder', orderId: id },
    input: {
      ...{ orderId: id, ...customer, lines: priced },
      quantities: lines.map(({ sku, quantity }) => ({ sku, quantity })),
      total: { amount, currency: USD },
      shippingAddress: { name: 'Ada', line1: '1 Road', city: 'Springfield', postalCode, country: 'US' },
      ...{ paymentToken: token, placedAt },
    },
  };
};

/** Customers, support, warehouses, carriers and a bank, who do what a story tells, on what is stored right now. */
export class People {
  readonly #world: World;
  readonly #means: Means;
  readonly #orders;
  readonly #returns;
  readonly #shipments;
  readonly #reports;
  /** The number of each shipment, because its id differs from run to run. */
  readonly #parcels = new Map<string, number>();

  constructor(world: World, means: Means) {
    this.#world = world;
    this.#means = means;
    const open = (name: string) => openMemoryStore(means.databaseOf(name));
    this.#orders = createOrderStore(open('orders'));
    this.#returns = createReturnStore(open('orders'));
    this.#shipments = createShipmentStore(open('shipping'));
    this.#reports = createParcelReports(open('shipping'));
  }

  get #clock(): { readonly now: () => number } {
    return { now: () => Math.floor(this.#world.scheduler.now) };
  }

  /** Does a deed; resolves to whether it could be tried yet. */
  async do(deed: PlannedDeed): Promise<boolean> {
    switch (deed.kind) {
      case 'cancel':
        return this.#cancel(deed);
      case 'report':
        return this.#report(deed);
      case 'return':
        return this.#return(deed);
      case 'receive':
      case 'close':
        return this.#settle(deed);
      case 'refund':
        return this.#refund(deed);
      case 'bank': {
        const { orderId, confirms, wakes } = deed;
        const key = `${placingOf(orderId)}:authorizePayment`;
        const outcome = confirms ? 'AUTHENTICATED' : 'AUTHENTICATION_FAILED';
        const isDone = await this.#means.provider.simulate(key, outcome);
        if (isDone && wakes) this.#means.wake(placingOf(orderId));
        return isDone;
      }
    }
  }

  async #cancel(deed: PlannedDeed & { readonly kind: 'cancel' }): Promise<boolean> {
    const { name, orderId, lines, isPatient } = deed;
    if (isPatient && (await this.#orders.get(orderId))?.status !== 'CONFIRMED') return false;
    this.#means.start(
      {
        ...{ sagaId: name, definitionName: 'CancelOrder', orderId },
        input: {
          ...{
            orderId,
            ...customer,
            lines: lines === undefined ? null : [...lines].map((line) => ({ ...line })),
          },
          ...{ code: 'REQUESTED_BY_CUSTOMER', message: 'The customer wants it.' },
          requestedBy: customer.customerId,
        },
      },
      0,
    );
    return true;
  }

  async #report(deed: PlannedDeed & { readonly kind: 'report' }): Promise<boolean> {
    const { orderId, parcel: index, status, lateMs } = deed;
    const parcels = (await this.#shipments.ofOrder(orderId)).filter(
      (each) => each.direction !== 'TO_WAREHOUSE' && each.status !== 'CANCELLED' && each.status !== 'PENDING',
    );
    const parcel = parcels.toSorted((one, other) => (one.slot ?? '').localeCompare(other.slot ?? ''))[index];
    if (parcel === undefined) return false;
    const report = { shipmentId: parcel.id, status, location: null, note: null };
    await updateShipment(report, {
      ...{ shipments: this.#shipments, reports: this.#reports, clock: this.#clock },
    });
    for (const open of await this.#reports.open(100)) {
      const { id, shipmentId, warehouse, lines, trackingNumber = null } = open;
      const number = this.#parcels.get(shipmentId) ?? this.#parcels.size + 1;
      this.#parcels.set(shipmentId, number);
      await this.#reports.settle(id);
      const saga: WantedSaga = {
        ...{ sagaId: `move-${number}-${open.status}`, definitionName: 'MoveParcel', orderId: open.orderId },
        input: {
          ...{ orderId: open.orderId, ...customer, shipmentId, warehouse, status: open.status },
          ...{ number: null, lines: lines.map(({ sku, quantity }) => ({ sku, quantity })), trackingNumber },
        },
      };
      this.#means.start(saga, lateMs);
    }
    return true;
  }

  async #return(deed: PlannedDeed & { readonly kind: 'return' }): Promise<boolean> {
    const { name, orderId, lines, withinMs } = deed;
    const order = await this.#orders.get(orderId);
    if (order?.parcels?.some(({ deliveredAt }) => deliveredAt !== undefined) !== true) return false;
    const now = this.#clock.now();
    const at = (ms: number): string => new Date(now + ms).toISOString();
    this.#means.start(
      {
        ...{ sagaId: name, definitionName: 'ReturnOrder', orderId },
        input: {
          ...{ returnId: name, orderId, ...customer, lines: lines.map((line) => ({ ...line })) },
          ...{ reason: 'NOT_WANTED', note: null, requestedAt: at(0), receiveBy: at(withinMs) },
          requestedBy: customer.customerId,
        },
      },
      0,
    );
    return true;
  }

  async #settle(deed: PlannedDeed & { readonly kind: 'receive' | 'close' }): Promise<boolean> {
    const { returnId, wakes } = deed;
    const found = await this.#returns.get(returnId);
    if (found === undefined) return false;
    const parts = { orders: this.#orders, returns: this.#returns, clock: this.#clock };
    if (deed.kind === 'close') await recordClosing({ returnId, reason: 'It does not come.' }, parts);
    else {
      const { accepted, resellable } = deed;
      const [line] = found.lines;
      const lines = line === undefined ? [] : [{ sku: line.sku, accepted, resellable }];
      await recordReceipt({ returnId, warehouse: 'EAST', lines }, parts);
    }
    if (wakes) this.#means.wake(returnId);
    return true;
  }

  async #refund({ name, orderId, amount }: PlannedDeed & { readonly kind: 'refund' }): Promise<boolean> {
    const order = await this.#orders.get(orderId);
    if (order?.status !== 'CONFIRMED') return false;
    this.#means.start(
      {
        ...{ sagaId: name, definitionName: 'RefundOrder', orderId },
        input: {
          ...{
            refundId: name,
            orderId,
            ...customer,
            amount: { amount, currency: USD },
            note: 'We are sorry.',
          },
          requestedBy: 'support',
        },
      },
      0,
    );
    return true;
  }
}
