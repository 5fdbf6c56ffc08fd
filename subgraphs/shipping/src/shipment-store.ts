import { connectionOf, within, type Connection, type ConnectionArgs } from '@counterstep/service-kit/server';
import {
  commitDecision,
  readAll,
  type Collection,
  type Decision,
  type DocumentStore,
  type Draft,
  type OrderBy,
  type Where,
  type Write,
} from '@counterstep/document-store';
import type { Booked } from './carrier/carrier.ts';
import {
  eventOf,
  MAIN_WAREHOUSE,
  type Shipment,
  type ShipmentEvent,
  type ShipmentStatus,
} from './domain/shipment.ts';

export type ShipmentConnection = Connection<Shipment>;

/** Selects shipments; all given conditions must hold. */
export interface ShipmentCriteria {
  readonly orderIds?: readonly string[] | undefined;
  readonly customerId?: string | undefined;
  readonly status?: readonly ShipmentStatus[] | undefined;
  readonly orderId?: string | undefined;
  readonly warehouse?: string | undefined;
  readonly createdAfter?: string | undefined;
  readonly createdBefore?: string | undefined;
}

/** Reads shipments and makes the writes to them. */
export type ShipmentStore = ReturnType<typeof createShipmentStore>;

export function createShipmentStore(store: DocumentStore) {
  const shipments = store.collection<Shipment>({
    name: 'shipments',
    indexes: [
      ['customerId', 'createdAt'],
      ['status', 'createdAt'],
      ['warehouse', 'createdAt'],
      ['createdAt'],
      ['orderId', 'createdAt'],
      ['returnId'],
      ['withdrawnBy'],
    ],
    unique: [['carrierKey'], ['slot']],
  });
  return { ...readsOf(shipments), ...writesOf(shipments), ...commitsOf(store) };
}

const readsOf = (shipments: Collection<Shipment>) => ({
  get: (id: string) => shipments.get(id),
  getMany: (ids: readonly string[]) => shipments.getMany(ids),

  /** The shipments of at most 1000 orders by order id, each list oldest first. */
  ofOrders: async (orderIds: readonly string[]): Promise<ReadonlyMap<string, readonly Shipment[]>> =>
    grouped(await readAll(shipments, { where: { orderId: { $in: orderIds } } }), ({ orderId }) => orderId),

  /** The shipments of an order, oldest first. */
  ofOrder: async (orderId: string): Promise<readonly Shipment[]> =>
    (await readAll(shipments, { where: { orderId } })).toSorted(byAge),

  /** The shipments of at most 1000 returns by return id, each list oldest first. */
  ofReturns: async (returnIds: readonly string[]): Promise<ReadonlyMap<string, readonly Shipment[]>> =>
    grouped(
      await readAll(shipments, { where: { returnId: { $in: returnIds } } }),
      ({ returnId = '' }) => returnId,
    ),

  /** The shipment that the step with the key withdraws, or has withdrawn. */
  withdrawnBy: async (withdrawnBy: string): Promise<Shipment | undefined> =>
    (await shipments.find({ where: { withdrawnBy }, limit: 1 })).edges[0]?.node,

  /** The shipment with this idempotency key at the carrier. */
  withKey: async (carrierKey: string): Promise<Shipment | undefined> =>
    (await shipments.find({ where: { carrierKey }, limit: 1 })).edges[0]?.node,

  /** A page of shipments, by default newest first. */
  list: (
    args: ConnectionArgs,
    criteria: ShipmentCriteria,
    orderBy: OrderBy<Shipment> = [['createdAt', 'descending']],
  ): Promise<ShipmentConnection> => connectionOf(shipments, args, whereOf(criteria), orderBy),

  /** At most 500 shipments that an older version, which knew no warehouses, wrote. */
  withoutWarehouse: async (): Promise<readonly Shipment[]> => {
    const { edges } = await shipments.find({ where: { warehouse: { $exists: false } }, limit: 500 });
    return edges.map(({ node }) => node);
  },
});

const byAge = (one: Shipment, other: Shipment): number =>
  one.createdAt === other.createdAt
    ? one.id.localeCompare(other.id)
    : one.createdAt.localeCompare(other.createdAt);

function grouped(
  shipments: readonly Shipment[],
  keyOf: (shipment: Shipment) => string,
): ReadonlyMap<string, readonly Shipment[]> {
  const groups = new Map<string, Shipment[]>();
  for (const shipment of shipments.toSorted(byAge)) {
    const group = groups.get(keyOf(shipment));
    if (group === undefined) groups.set(keyOf(shipment), [shipment]);
    else group.push(shipment);
  }
  return groups;
}

function whereOf(criteria: ShipmentCriteria): Where<Shipment> {
  const { orderIds, orderId, customerId, status, warehouse, createdAfter, createdBefore } = criteria;
  return {
    ...(orderIds !== undefined && { orderId: { $in: orderIds } }),
    ...(orderId !== undefined && { orderId }),
    ...(customerId !== undefined && { customerId }),
    ...(status !== undefined && { status: { $in: status } }),
    ...(warehouse !== undefined && { warehouse }),
    ...within('createdAt', createdAfter, createdBefore),
  };
}

const writesOf = (shipments: Collection<Shipment>) => ({
  /** Gives a shipment of an older version what was true of all its shipments. */
  migrate: ({ id }: Shipment): Write =>
    shipments.update(
      id,
      { warehouse: { $exists: false } },
      { $set: { warehouse: MAIN_WAREHOUSE, direction: 'TO_CUSTOMER', lines: [] } },
    ),

  recordPending: (shipment: Draft<Shipment>): Write => shipments.insert(shipment),

  schedule: ({ id }: Draft<Shipment>, { trackingNumber, estimatedDelivery, bookedAt }: Booked): Write =>
    shipments.update(
      id,
      { status: 'PENDING' },
      {
        $set: { status: 'SCHEDULED', trackingNumber, estimatedDelivery },
        $push: { events: [eventOf({ status: 'SCHEDULED' }, bookedAt)] },
      },
    ),

  cancel: ({ id, status }: Draft<Shipment>, at: string, note?: string): Write =>
    shipments.update(
      id,
      { status },
      {
        $set: { status: 'CANCELLED' },
        $unset: ['slot'],
        $push: { events: [eventOf({ status: 'CANCELLED', note }, at)] },
      },
    ),

  /** Forbids the hand-over while the carrier is asked to cancel. */
  holdBack: ({ id, version }: Shipment, cancellingSince: string, withdrawnBy?: string): Write =>
    shipments.update(
      id,
      { version },
      { $set: { cancellingSince, ...(withdrawnBy !== undefined && { withdrawnBy }) } },
    ),

  /** Allows the hand-over again. */
  letGo: ({ id }: Shipment): Write =>
    shipments.update(id, { cancellingSince: { $exists: true } }, { $unset: ['cancellingSince'] }),

  record: ({ id, version }: Shipment, event: ShipmentEvent): Write =>
    shipments.update(id, { version }, { $set: { status: event.status }, $push: { events: [event] } }),
});

const commitsOf = (store: DocumentStore) => ({
  /** Commits a write that must be durable before the step asks the carrier, whatever the answer. */
  commit: (write: Write): Promise<void> => store.commit([write]),

  /** Decides and commits; decides again if another writer came first. */
  settle: <Result>(decide: () => Promise<Decision<Result>>): Promise<Result> => commitDecision(store, decide),
});
