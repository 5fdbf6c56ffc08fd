import { withoutNulls } from '@counterstep/service-kit';
import type { OrderBy } from '@counterstep/document-store';
import {
  idsArgument,
  listedCustomer,
  maySee,
  orderOf,
  requireAdmin,
  requireViewer,
  visible,
} from '@counterstep/service-kit/server';
import type { Booking } from './carrier/bookings.ts';
import type { ParcelReport } from './domain/parcel-report.ts';
import { firstOf, MAIN_WAREHOUSE, milestonesOf, type Shipment } from './domain/shipment.ts';
import type { Resolvers, ShipmentOrder, SimulatedBookingOrder } from './generated/schema.ts';
import type { ShipmentCriteria } from './shipment-store.ts';
import { updateShipment } from './shipment-updates.ts';

export const resolvers: Resolvers = {
  Query: {
    shipment: async (_parent, { id }, context) => {
      requireViewer(context);
      return visible(context, await context.loaders.shipment.load(id)) ?? null;
    },
    shipments: (_parent, { filter, orderBy, ...args }, context) => {
      const customerId = listedCustomer(context, filter?.customerId, 'shipments');
      const given: ShipmentCriteria = withoutNulls<object>(filter ?? {});
      return context.shipments.list(args, { ...given, customerId }, listOrder(orderBy));
    },
    simulatedBookings: (_parent, { orderBy, ...args }, context) => {
      requireAdmin(context);
      return context.simulated?.bookings(args, undefined, bookingOrder(orderBy)) ?? null;
    },
    shipmentRecords: (_parent, { orderIds, ...args }, { shipments }) =>
      shipments.list(args, { orderIds: idsArgument(orderIds, 'orderIds') }),
    openParcelReports: (_parent, { first }, { reports }) => reports.open(first),
    bookingRecords: (_parent, { orderIds, ...args }, { simulated }) =>
      simulated?.bookings(args, idsArgument(orderIds, 'orderIds')) ?? null,
  },
  Mutation: {
    settleParcelReport: (_parent, { id }, { reports }) => reports.settle(id),
    updateShipment: (_parent, { input }, context) => {
      requireAdmin(context);
      return updateShipment(input, context);
    },
  },
  Subscription: {
    parcelReported: {
      subscribe: (_parent, _args, { reports }) => reports.follow(),
      resolve: (report: ParcelReport) => report,
    },
  },
  Order: {
    __resolveReference: ({ id }) => ({ id }),
    shipment: async ({ id }, _args, context) =>
      visible(context, firstOf(await context.loaders.shipmentsOfOrder.load(id))) ?? null,
    shipments: async ({ id }, _args, context) =>
      (await context.loaders.shipmentsOfOrder.load(id)).filter(({ customerId }) =>
        maySee(context, customerId),
      ),
  },
  Return: {
    __resolveReference: ({ id }) => ({ id }),
    shipment: async ({ id }, _args, context) =>
      visible(context, firstOf(await context.loaders.shipmentsOfReturn.load(id))) ?? null,
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

const bookingOrder = (orderBy: SimulatedBookingOrder | null | undefined): OrderBy<Booking> =>
  orderOf(
    orderBy,
    { OPENED_AT: ['openedAt'], STATUS: ['status', 'openedAt'] },
    { field: 'OPENED_AT', direction: 'DESC' },
  );

const listOrder = (orderBy: ShipmentOrder | null | undefined): OrderBy<Shipment> =>
  orderOf(
    orderBy,
    { CREATED_AT: ['createdAt'], STATUS: ['status', 'createdAt'] },
    { field: 'CREATED_AT', direction: 'DESC' },
  );
