import type { Finding } from '@counterstep/saga-service';
import type { AuditCode, Resolvers } from '../generated/schema.ts';

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
