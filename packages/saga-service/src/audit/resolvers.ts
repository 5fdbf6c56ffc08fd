import { validationError } from '@counterstep/service-kit';
import { requireAdmin } from '@counterstep/service-kit/server';
import type { MutationResolvers, QueryResolvers } from '../generated/schema.ts';

export const auditQueries: Pick<QueryResolvers, 'audit'> = {
  audit: async (_parent, { id }, context) => {
    requireAdmin(context);
    return (await context.audits.get(id ?? undefined)) ?? null;
  },
};

export const auditMutations: Pick<MutationResolvers, 'startAudit'> = {
  startAudit: async (_parent, { input }, context) => {
    requireAdmin(context);
    const since = input.since ?? undefined;
    if (since !== undefined && Date.parse(since) > context.clock.now())
      return { errors: [validationError('since must not be in the future.', ['input', 'since'])] };
    return { audit: await context.audits.start(since), errors: [] };
  },
};
