import { withoutNulls } from '@counterstep/service-kit';
import { listedCustomer, maySee, orderOf, requireViewer, visible } from '@counterstep/service-kit/server';
import type { OrderBy } from '@counterstep/document-store';
import type { Notification } from './domain/notification.ts';
import type { NotificationOrder, Resolvers } from './generated/schema.ts';
import { markRead } from './mark-read.ts';
import type { NotificationCriteria } from './notification-store.ts';

export const resolvers: Resolvers = {
  Query: {
    notification: async (_parent, { id }, context) => {
      requireViewer(context);
      return visible(context, (await context.notifications.getMany([id])).get(id)) ?? null;
    },
    notifications: (_parent, { filter, orderBy, ...args }, context) => {
      const customerId = listedCustomer(context, filter?.customerId, 'notifications');
      const given: NotificationCriteria = withoutNulls<object>(filter ?? {});
      return context.notifications.list(args, { ...given, customerId }, listOrder(orderBy));
    },
  },
  Mutation: {
    markNotificationsRead: (_parent, { input }, context) => {
      requireViewer(context);
      return markRead(input.ids, context);
    },
  },
  Notification: {
    to: ({ to }) => to ?? '',
    body: ({ text }) => text,
    order: ({ orderId }) => ({ id: orderId }),
  },
  Order: {
    __resolveReference: ({ id }) => ({ id }),
    notifications: async ({ id }, _args, context) => {
      const found = await context.loaders.aboutOrder.load(id);
      return found.filter(({ customerId }) => maySee(context, customerId));
    },
  },
};

const listOrder = (orderBy: NotificationOrder | null | undefined): OrderBy<Notification> =>
  orderOf(
    orderBy,
    { CREATED_AT: ['createdAt'], STATUS: ['status', 'createdAt'] },
    { field: 'CREATED_AT', direction: 'DESC' },
  );
