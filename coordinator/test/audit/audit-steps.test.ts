import { describe, expect, it } from '@jest/globals';
import { unknownSteps } from '@counterstep/saga-service';
import {
  audit,
  codes,
  completed,
  pageOf,
  placed,
  placedBooks,
  placing,
  saga,
  undone,
  undoneBooks,
  withRecord,
} from './books.ts';

describe('an audit of steps finds', () => {
  it('a step done at a participant that the saga has not begun', () => {
    const running = saga({
      id: 'saga-1',
      status: 'RUNNING',
      ended: false,
      steps: placing('SUCCEEDED', 'PENDING'),
    });
    const record = {
      sagaId: 'saga-1',
      step: 'reserveInventory',
      invoke: 'DONE',
      compensated: false,
    } as const;
    expect(audit(withRecord(pageOf([running], placedBooks), 'inventory', record))).toEqual([
      {
        code: 'STEP_UNKNOWN_TO_COORDINATOR',
        message: 'inventory has heard of reserveInventory, which the coordinator says never happened.',
        sagaId: 'saga-1',
        sagaType: 'PlaceOrder',
        subject: 'order-1',
        step: 'reserveInventory',
        subgraph: 'inventory',
        coordinator: 'PENDING',
        participant: 'done',
      },
    ]);
  });

  it('a step done at a participant that the saga skipped', () => {
    const refused = saga({ id: 'saga-1', status: 'COMPENSATED', steps: placing('COMPENSATED', 'REJECTED') });
    const record = { sagaId: 'saga-1', step: 'processPayment', invoke: 'DONE', compensated: false } as const;
    const books = { ...undoneBooks };
    expect(codes(audit(withRecord(pageOf([refused], books), 'payments', record)))).toEqual([
      'STEP_UNKNOWN_TO_COORDINATOR',
    ]);
  });

  it.each(['DONE', 'INTENDED'] as const)(
    'a step %s at a participant that the saga knows as rejected',
    (invoke) => {
      const record = { sagaId: 'saga-1', step: 'confirmOrder', invoke, compensated: false };
      expect(codes(audit(withRecord(undone, 'orders', record)))).toEqual(['STEP_UNKNOWN_TO_COORDINATOR']);
    },
  );

  it('a step known as done and absent at the participant', () => {
    const [finding, ...others] = audit(withRecord(placed, 'payments', 'saga-1:processPayment'));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      code: 'STEP_ABSENT_AT_PARTICIPANT',
      sagaId: 'saga-1',
      step: 'processPayment',
      subgraph: 'payments',
      coordinator: 'SUCCEEDED',
      participant: 'no record',
    });
  });

  it('a step known as done and refused, or undone, at the participant', () => {
    const record = {
      sagaId: 'saga-1',
      step: 'processPayment',
      invoke: 'REJECTED',
      compensated: false,
    } as const;
    expect(audit(withRecord(placed, 'payments', record))).toMatchObject([
      { code: 'STEP_ABSENT_AT_PARTICIPANT', participant: 'rejected' },
    ]);
    expect(
      audit(withRecord(placed, 'payments', { ...record, invoke: 'DONE', compensated: true })),
    ).toMatchObject([{ code: 'STEP_ABSENT_AT_PARTICIPANT', participant: 'done, and undone' }]);
  });

  it('a compensated step whose participant never undid it', () => {
    const record = {
      sagaId: 'saga-1',
      step: 'reserveInventory',
      invoke: 'DONE',
      compensated: false,
    } as const;
    expect(audit(withRecord(undone, 'inventory', record))).toMatchObject([
      { code: 'COMPENSATION_ABSENT_AT_PARTICIPANT', coordinator: 'COMPENSATED', participant: 'done' },
    ]);
  });

  it('a record whose saga, or whose step in it, does not exist', () => {
    const records = [
      { sagaId: 'saga-1', step: 'createOrder', invoke: 'DONE', compensated: false },
      { sagaId: 'saga-1', step: 'reserveInventory', invoke: 'DONE', compensated: false },
      { sagaId: 'saga-1', step: 'paint', invoke: 'DONE', compensated: false },
      { sagaId: 'saga-9', step: 'createOrder', invoke: 'DONE', compensated: true },
    ] as const;
    const found = unknownSteps('orders', records, new Map([['saga-1', completed]]));
    expect(found.map(({ code, sagaId, step, coordinator }) => [code, sagaId, step, coordinator])).toEqual([
      ['STEP_UNKNOWN_TO_COORDINATOR', 'saga-1', 'reserveInventory', 'no such step'],
      ['STEP_UNKNOWN_TO_COORDINATOR', 'saga-1', 'paint', 'no such step'],
      ['STEP_UNKNOWN_TO_COORDINATOR', 'saga-9', 'createOrder', 'no such saga'],
    ]);
  });
});
