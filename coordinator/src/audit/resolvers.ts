import type { Finding } from '@counterstep/saga-service';
import { validationError } from '@counterstep/service-kit';
import { requireAdmin } from '@counterstep/service-kit/server';
import type { AuditCode, MutationResolvers, QueryResolvers, Resolvers } from '../generated/schema.ts';

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

/** Reports that were stored by earlier versions name the order. */
interface StoredFinding {
  readonly orderId?: string;
}

/** The fields that name what the shop's sagas are about. */
export const auditTypes: Pick<Resolvers, 'AuditExamined' | 'AuditFinding'> = {
  AuditExamined: { stockItems: ({ stockItems }) => stockItems ?? 0 },
  AuditFinding: {
    code: ({ code }) => code as AuditCode,
    orderId: ({ subject, ...stored }: Finding & StoredFinding) => subject ?? stored.orderId ?? null,
  },
};
