import { Forbidden, withoutNulls } from '@counterstep/service-kit';
import { isAdmin, maySee, orderOf, requireViewer, visible } from '@counterstep/service-kit/server';
import type { OrderBy } from '@counterstep/document-store';
import type { Context } from './context.ts';
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
      const customerId = whose(filter?.customerId, context);
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

/**
 * The customer whose notifications a list shows: the viewer, or everybody (undefined) for an ADMIN who names none.
 *
 * @throws {Forbidden} when another customer is named and the viewer is not ADMIN.
 */
function whose(customerId: string | null | undefined, context: Context): string | undefined {
  const viewer = requireViewer(context);
  if (customerId == null) return isAdmin(context) ? undefined : viewer.id;
  if (!maySee(context, customerId)) throw new Forbidden('These are another customer’s notifications.');
  return customerId;
}

const listOrder = (orderBy: NotificationOrder | null | undefined): OrderBy<Notification> =>
  orderOf(
    orderBy,
    { CREATED_AT: ['createdAt'], STATUS: ['status', 'createdAt'] },
    { field: 'CREATED_AT', direction: 'DESC' },
  );
