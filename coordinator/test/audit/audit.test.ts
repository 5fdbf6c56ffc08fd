import { describe, expect, it } from '@jest/globals';
import { strays } from '../../src/audit/effect-checks.ts';
import {
  audit,
  cancelled,
  codes,
  compensated,
  completed,
  pageOf,
  placed,
  placedBooks,
  placing,
  saga,
  step,
  undone,
  undoneBooks,
  withRecord,
  withStep,
} from './books.ts';

describe('an audit finds nothing', () => {
  it('where an order was placed', () => {
    expect(audit(placed)).toEqual([]);
  });

  it('where an order was completely undone', () => {
    expect(audit(undone)).toEqual([]);
  });

  it('where an order was refused at once', () => {
    const refused = saga({ id: 'saga-1', status: 'COMPENSATED', steps: placing('COMPENSATED', 'REJECTED') });
    const books = {
      ...undoneBooks,
      ...{ reservations: [], payments: [], charges: [], shipments: [], bookings: [] },
    };
    expect(audit(pageOf([refused], books))).toEqual([]);
  });

  it('where an order was cancelled by a second saga', () => {
    expect(audit(pageOf([completed, cancelled], undoneBooks))).toEqual([]);
  });

  it('where the cancellation of an order was refused', () => {
    const refused = saga({
      ...{ id: 'saga-2', type: 'CancelOrder', status: 'COMPENSATED' },
      steps: [step('requestCancellation', 'COMPENSATED'), step('withdrawShipment', 'REJECTED')],
    });
    expect(audit(pageOf([completed, refused], placedBooks))).toEqual([]);
  });

  it('where a saga runs, whatever its order looks like', () => {
    const running = saga({
      id: 'saga-1',
      status: 'RUNNING',
      ended: false,
      steps: placing('SUCCEEDED', 'STARTED'),
    });
    expect(audit(pageOf([running], placedBooks))).toEqual([]);
    expect(
      audit(pageOf([completed, { ...cancelled, status: 'RUNNING', ended: false }], undoneBooks)),
    ).toEqual([]);
  });

  it('where a step that is not critical was given up, done or not', () => {
    const given = { ...completed, steps: [...completed.steps, step('mail', 'SKIPPED', { begun: true })] };
    const page = pageOf([given], placedBooks);
    expect(audit(page)).toEqual([]);
    const record = { sagaId: 'saga-1', step: 'mail', invoke: 'DONE', compensated: false } as const;
    expect(audit(withRecord(page, 'notifications', record))).toEqual([]);
  });

  it('where the books of provider and carrier cannot be read', () => {
    const closed = { charges: undefined, bookings: undefined };
    expect(audit(pageOf([completed], { ...placedBooks, ...closed }))).toEqual([]);
    expect(audit(pageOf([compensated], { ...undoneBooks, ...closed }))).toEqual([]);
  });
});

describe('an audit of what belongs to no saga finds', () => {
  it('whatever a participant keeps of such an order', () => {
    expect(strays([{ ...placedBooks, sagas: [completed] }])).toEqual([]);
    expect(strays([{ ...placedBooks, sagas: [] }]).map(({ code, subgraph }) => [code, subgraph])).toEqual([
      ['EFFECT_WITHOUT_SAGA', 'orders'],
      ['EFFECT_WITHOUT_SAGA', 'inventory'],
      ['EFFECT_WITHOUT_SAGA', 'payments'],
      ['EFFECT_WITHOUT_SAGA', 'shipping'],
    ]);
  });
});

describe('an audit notes', () => {
  it('a saga that is stuck, and one that nobody goes on with', () => {
    const stuck = saga({ id: 'saga-1', status: 'STUCK', ended: false, steps: placing('STUCK') });
    expect(codes(audit(pageOf([stuck], placedBooks)))).toEqual(['SAGA_OVERDUE']);
    const lost = { ...stuck, status: 'RUNNING', overdue: true } as const;
    expect(codes(audit(pageOf([lost], placedBooks)))).toEqual(['SAGA_OVERDUE']);
  });

  it('a waived compensation, which explains its effect', () => {
    const waived = withStep(compensated, step('processPayment', 'WAIVED'));
    const page = pageOf([waived], {
      ...undoneBooks,
      payments: placedBooks.payments,
      charges: placedBooks.charges,
    });
    expect(codes(audit(page))).toEqual(['SAGA_WAIVED', 'EXPLAINED_BY_OPERATOR']);
  });

  it('a step that an operator has resolved, where the participant says otherwise', () => {
    const resolved = withStep(completed, step('confirmOrder', 'SUCCEEDED', { resolved: true }));
    const page = withRecord(pageOf([resolved], placedBooks), 'orders', 'saga-1:confirmOrder');
    expect(codes(audit(page))).toEqual(['EXPLAINED_BY_OPERATOR']);
  });

  it('a saga whose definition is not known, and does not judge its order', () => {
    const unknown = { ...completed, steps: completed.steps.map((one) => ({ ...one, mutation: undefined })) };
    expect(codes(audit(pageOf([unknown], { ...placedBooks, payments: [], charges: [] })))).toEqual([
      'DEFINITION_UNKNOWN',
    ]);
  });
});
