import { idsArgument, isAdmin, requireAdmin, requireViewer, visible } from '@counterstep/service-kit/server';
import type { Resolvers } from './generated/schema.ts';
import { updateShipment } from './shipment-updates.ts';

export const resolvers: Resolvers = {
  Query: {
    shipment: async (_parent, { id }, context) => {
      requireViewer(context);
      return visible(context, await context.loaders.shipment.load(id)) ?? null;
    },
    shipments: (_parent, { filter, ...args }, context) => {
      const viewer = requireViewer(context);
      return context.shipments.list(args, {
        customerId: isAdmin(context) ? undefined : viewer.id,
        status: filter?.status ?? undefined,
      });
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
  },
  Shipment: {
    __resolveReference: async ({ id }, context) =>
      visible(context, await context.loaders.shipment.load(id)) ?? null,
    order: ({ orderId }) => ({ id: orderId }),
  },
  SimulatedBooking: {
    key: ({ id }) => id,
    order: ({ reference }) => (reference === undefined ? null : { id: reference }),
    trackingNumber: ({ booked }) => booked?.trackingNumber ?? null,
  },
};
