import { maySee, orderOf, requireAdmin, requireViewer } from '@counterstep/service-kit/server';
import type { OrderBy } from '@counterstep/document-store';
import type { Customer } from './domain/customer.ts';
import type { CustomerOrder, Resolvers } from './generated/schema.ts';

export const resolvers: Resolvers = {
  Query: {
    revocations: async (_parent, { since, after }, { revocations }) => {
      const { items, endCursor, hasNextPage } = await revocations.since(
        since ?? undefined,
        after ?? undefined,
      );
      return { items: [...items], endCursor: endCursor ?? null, hasNextPage };
    },
    me: async (_parent, _args, { viewer, loaders }) =>
      viewer === undefined ? null : ((await loaders.customer.load(viewer.id)) ?? null),
    customer: async (_parent, { id }, context) => {
      requireAdmin(context);
      return (await context.loaders.customer.load(id)) ?? null;
    },
    customers: (_parent, { search, orderBy, ...args }, context) => {
      requireAdmin(context);
      return context.customers.list(args, search ?? '', listOrder(orderBy));
    },
  },
  Mutation: {
    register: (_parent, { input }, { accounts, clientAddress }) => accounts.register(input, clientAddress),
    login: (_parent, { input }, { accounts, clientAddress }) => accounts.login(input, clientAddress),
    refreshSession: (_parent, { refreshToken }, { accounts }) => accounts.refresh(refreshToken),
    changePassword: (_parent, { input }, context) =>
      context.passwordChanges.change(requireViewer(context), input, context.clientAddress),
    requestPasswordReset: (_parent, { input }, { verification, clientAddress }) =>
      verification.requestPasswordReset(input.email, clientAddress),
    resetPassword: (_parent, { input }, { verification, clientAddress }) =>
      verification.resetPassword(input, clientAddress),
    requestEmailVerification: (_parent, _args, context) =>
      context.verification.requestEmailVerification(requireViewer(context), context.clientAddress),
    verifyEmail: (_parent, { input }, { verification }) => verification.verifyEmail(input.token),
    logout: async (_parent, _args, context) => {
      await context.sessionEnds.logout(requireViewer(context));
      return { errors: [] };
    },
    logoutEverywhere: async (_parent, _args, context) => {
      await context.sessionEnds.logoutEverywhere(requireViewer(context));
      return { errors: [] };
    },
    updateProfile: (_parent, { input }, context) =>
      context.accounts.updateProfile(requireViewer(context).id, input),
  },
  Customer: {
    emailVerified: ({ emailVerified }) => emailVerified ?? false,
    __resolveReference: async ({ id }, context) =>
      maySee(context, id) ? ((await context.loaders.customer.load(id)) ?? null) : null,
  },
};

const listOrder = (orderBy: CustomerOrder | null | undefined): OrderBy<Customer> =>
  orderOf(
    orderBy,
    { CREATED_AT: ['createdAt'], NAME: ['name'], EMAIL: ['email'] },
    { field: 'CREATED_AT', direction: 'DESC' },
  );
