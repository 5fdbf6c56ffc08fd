import { isAdmin, maySee, requireViewer } from '@counterstep/service-kit/server';
import type { Resolvers } from './generated/schema.ts';

export const resolvers: Resolvers = {
  Query: {
    notifications: (_parent, args, context) => {
      const viewer = requireViewer(context);
      return context.notifications.list(args, isAdmin(context) ? undefined : viewer.id);
    },
  },
  Order: {
    __resolveReference: ({ id }) => ({ id }),
    notifications: async ({ id }, _args, context) => {
      const found = await context.loaders.aboutOrder.load(id);
      return found.filter(({ customerId }) => maySee(context, customerId));
    },
  },
};
