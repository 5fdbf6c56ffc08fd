import { Forbidden, withoutNulls } from '@counterstep/service-kit';
import type { OrderBy } from '@counterstep/document-store';
import {
  idsArgument,
  isAdmin,
  maySee,
  requireAdmin,
  requireViewer,
  visible,
} from '@counterstep/service-kit/server';
import type { Context } from './context.ts';
import { MAIN_WAREHOUSE, milestonesOf, type Shipment } from './domain/shipment.ts';
import type { Resolvers, ShipmentOrder } from './generated/schema.ts';
import type { ShipmentCriteria } from './shipment-store.ts';
import { updateShipment } from './shipment-updates.ts';

export const resolvers: Resolvers = {
  Query: {
    shipment: async (_parent, { id }, context) => {
      requireViewer(context);
      return visible(context, await context.loaders.shipment.load(id)) ?? null;
    },
    shipments: (_parent, { filter, orderBy, ...args }, context) => {
      const customerId = whose(filter?.customerId, context);
      const given: ShipmentCriteria = withoutNulls<object>(filter ?? {});
      return context.shipments.list(args, { ...given, customerId }, listOrder(orderBy));
    },
    simulatedBookings: (_parent, args, context) => {
      requireAdmin(context);
      return context.simulated?.bookings(args) ?? null;
    },
    shipmentRecords: (_parent, { orderIds, ...args }, { shipments }) =>
      shipments.list(args, { orderIds: idsArgument(orderIds, 'orderIds') }),
    bookingRecords: (_parent, { orderIds, ...args }, { simulated }) =>
      simulated?.bookings(args, idsArgument(orderIds, 'orderIds')) ?? null,
  },
  Mutation: {
    updateShipment: (_parent, { input }, context) => {
      requireAdmin(context);
      return updateShipment(context.shipments, input, context.clock);
    },
  },
  Order: {
    __resolveReference: ({ id }) => ({ id }),
    shipment: async ({ id }, _args, context) =>
      visible(context, await context.loaders.shipmentOfOrder.load(id)) ?? null,
    shipments: async ({ id }, _args, context) => {
      const shipment = visible(context, await context.loaders.shipmentOfOrder.load(id));
      return shipment === undefined ? [] : [shipment];
    },
  },
  Shipment: {
    __resolveReference: async ({ id }, context) =>
      visible(context, await context.loaders.shipment.load(id)) ?? null,
    warehouse: ({ warehouse }) => warehouse ?? MAIN_WAREHOUSE,
    direction: ({ direction }) => direction ?? 'TO_CUSTOMER',
    lines: ({ lines }) => lines ?? [],
    handedOverAt: (shipment) => milestonesOf(shipment).handedOverAt ?? null,
    deliveredAt: (shipment) => milestonesOf(shipment).deliveredAt ?? null,
    order: ({ orderId }) => ({ id: orderId }),
  },
  SimulatedBooking: {
    key: ({ id }) => id,
    order: ({ reference }) => (reference === undefined ? null : { id: reference }),
    trackingNumber: ({ booked }) => booked?.trackingNumber ?? null,
  },
};

/**
 * Whose shipments a list is of: one's own, for ADMIN everybody's, where no customer is named.
 *
 * @throws {Forbidden} when another customer is named and the viewer is not ADMIN.
 */
function whose(customerId: string | null | undefined, context: Context): string | undefined {
  const viewer = requireViewer(context);
  if (customerId == null) return isAdmin(context) ? undefined : viewer.id;
  if (!maySee(context, customerId)) throw new Forbidden('These are another customer’s shipments.');
  return customerId;
}

function listOrder(orderBy: ShipmentOrder | null | undefined): OrderBy<Shipment> {
  const direction = orderBy?.direction === 'ASC' ? 'ascending' : 'descending';
  return orderBy?.field === 'STATUS'
    ? [
        ['status', direction],
        ['createdAt', direction],
      ]
    : [['createdAt', direction]];
}
