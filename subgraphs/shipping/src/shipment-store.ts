import { connectionOf, type Connection, type ConnectionArgs } from '@counterstep/service-kit/server';
import {
  commitDecision,
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

/** Which shipments; all given conditions must hold. */
export interface ShipmentCriteria {
  readonly orderIds?: readonly string[] | undefined;
  readonly customerId?: string | undefined;
  readonly status?: readonly ShipmentStatus[] | undefined;
  readonly orderId?: string | undefined;
  readonly warehouse?: string | undefined;
  readonly createdAfter?: string | undefined;
  readonly createdBefore?: string | undefined;
}

/** Shipments as they are read and written. */
export type ShipmentStore = ReturnType<typeof createShipmentStore>;

export function createShipmentStore(store: DocumentStore) {
  const shipments = store.collection<Shipment>({
    name: 'shipments',
    indexes: [
      ['customerId', 'createdAt'],
      ['status', 'createdAt'],
      ['warehouse', 'createdAt'],
      ['createdAt'],
    ],
    unique: [['orderId'], ['carrierKey']],
  });
  return { ...readsOf(shipments), ...writesOf(shipments), ...commitsOf(store) };
}

const readsOf = (shipments: Collection<Shipment>) => ({
  get: (id: string) => shipments.get(id),
  getMany: (ids: readonly string[]) => shipments.getMany(ids),

  /** The shipments of at most 1000 orders, by order. */
  ofOrders: async (orderIds: readonly string[]): Promise<ReadonlyMap<string, Shipment>> => {
    const { edges } = await shipments.find({ where: { orderId: { $in: orderIds } }, limit: 1000 });
    return new Map(edges.map(({ node }) => [node.orderId, node]));
  },

  /** The shipment that the carrier knows under the key. */
  withKey: async (carrierKey: string): Promise<Shipment | undefined> =>
    (await shipments.find({ where: { carrierKey }, limit: 1 })).edges[0]?.node,

  /** A page of shipments, by default newest first. */
  list: (
    args: ConnectionArgs,
    criteria: ShipmentCriteria,
    orderBy: OrderBy<Shipment> = [['createdAt', 'descending']],
  ): Promise<ShipmentConnection> => connectionOf(shipments, args, whereOf(criteria), orderBy),

  /** At most 500 shipments of an older version, which knew no warehouses. */
  withoutWarehouse: async (): Promise<readonly Shipment[]> => {
    const { edges } = await shipments.find({ where: { warehouse: { $exists: false } }, limit: 500 });
    return edges.map(({ node }) => node);
  },
});

function whereOf(criteria: ShipmentCriteria): Where<Shipment> {
  const { orderIds, orderId, customerId, status, warehouse, createdAfter, createdBefore } = criteria;
  return {
    ...(orderIds !== undefined && { orderId: { $in: orderIds } }),
    ...(orderId !== undefined && { orderId }),
    ...(customerId !== undefined && { customerId }),
    ...(status !== undefined && { status: { $in: status } }),
    ...(warehouse !== undefined && { warehouse }),
    ...((createdAfter !== undefined || createdBefore !== undefined) && {
      createdAt: {
        ...(createdAfter !== undefined && { $gte: createdAfter }),
        ...(createdBefore !== undefined && { $lt: createdBefore }),
      },
    }),
  };
}

const writesOf = (shipments: Collection<Shipment>) => ({
  /** Says of a shipment of an older version what was true of all of them. */
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
      { $set: { status: 'CANCELLED' }, $push: { events: [eventOf({ status: 'CANCELLED', note }, at)] } },
    ),

  /** Keeps the parcel from being handed over while the carrier is asked to cancel. */
  holdBack: ({ id, version }: Shipment, cancellingSince: string): Write =>
    shipments.update(id, { version }, { $set: { cancellingSince } }),

  /** Lets the parcel be handed over again. */
  letGo: ({ id }: Shipment): Write =>
    shipments.update(id, { cancellingSince: { $exists: true } }, { $unset: ['cancellingSince'] }),

  record: ({ id, version }: Shipment, event: ShipmentEvent): Write =>
    shipments.update(id, { version }, { $set: { status: event.status }, $push: { events: [event] } }),
});

const commitsOf = (store: DocumentStore) => ({
  /** Commits what a step needs before its answer, and whatever its answer will be. */
  commit: (write: Write): Promise<void> => store.commit([write]),

  /** Decides and commits; decides anew when another writer came first. */
  settle: <Result>(decide: () => Promise<Decision<Result>>): Promise<Result> => commitDecision(store, decide),
});
