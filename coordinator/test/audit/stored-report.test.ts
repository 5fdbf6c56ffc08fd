import { describe, expect, it } from '@jest/globals';
import { auditTypes } from '../../src/audit/resolvers.ts';

const fault = { code: 'TWO_PAYMENTS', message: 'Twice.', coordinator: 'once', participant: 'twice' };

/** What the field resolves to for a stored finding. */
const orderIdOf = (stored: object): unknown => {
  const { orderId } = auditTypes.AuditFinding as { readonly orderId: (finding: object) => unknown };
  return orderId({ ...fault, ...stored });
};

describe('the order of a finding', () => {
  it('is what its sagas are about', () => {
    expect(orderIdOf({ subject: 'order-1' })).toBe('order-1');
    expect(orderIdOf({})).toBeNull();
  });

  it('is told of a report that an earlier version has stored', () => {
    expect(orderIdOf({ orderId: 'order-1' })).toBe('order-1');
  });
});
