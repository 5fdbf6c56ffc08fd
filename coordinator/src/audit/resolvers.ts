import type { Finding } from '@counterstep/saga-service';
import type { AuditCode, Resolvers } from '../generated/schema.ts';

/** Reports stored by earlier versions have `orderId`. */
interface StoredFinding {
  readonly orderId?: string;
}

/** Resolves the fields that name the subjects of the shop's sagas. */
export const auditTypes: Pick<Resolvers, 'AuditExamined' | 'AuditFinding'> = {
  AuditExamined: { stockItems: ({ stockItems }) => stockItems ?? 0 },
  AuditFinding: {
    code: ({ code }) => code as AuditCode,
    orderId: ({ subject, ...stored }: Finding & StoredFinding) => subject ?? stored.orderId ?? null,
  },
};
