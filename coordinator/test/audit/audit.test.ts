import { describe, expect, it } from '@jest/globals';
import { unknownSteps, type Finding } from '@counterstep/saga-service';
import { strays } from '../../src/audit/effect-checks.ts';
import {
  audit,
  cancelled,
  compensated,
  completed,
  pageOf,
  placedBooks,
  placing,
  saga,
  step,
  undoneBooks,
  withRecord,
  withStep,
  compensatedParcels,
  completedParcels,
  parcelBooks,
} from './books.ts';

const codes = (findings: readonly Finding[]) => findings.map(({ code }) => code);
const placed = pageOf([completed], placedBooks);
const undone = pageOf([compensated], undoneBooks);

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

describe('an audit of an order finds', () => {
  const found = (sagas: readonly (typeof completed)[], books: object) =>
    codes(audit(pageOf(sagas, { ...placedBooks, ...books })));

  it('an order that is not cancelled though its placing was undone', () => {
    expect(
      found([compensated], { ...undoneBooks, order: { ...placedBooks.order!, status: 'PENDING' } }),
    ).toEqual(['EFFECT_AFTER_COMPENSATION']);
  });

  it('an order whose status is not what its sagas say', () => {
    expect(found([completed], { order: { ...placedBooks.order!, status: 'PENDING' } })).toEqual([
      'ORDER_DIFFERS_FROM_SAGA',
    ]);
    expect(found([completed], { order: undefined })).toEqual(['ORDER_DIFFERS_FROM_SAGA']);
    expect(
      found([completed, cancelled], {
        ...undoneBooks,
        order: { ...placedBooks.order!, status: 'CANCELLING' },
      }),
    ).toEqual(['ORDER_DIFFERS_FROM_SAGA']);
  });

  it('money captured for a cancelled order', () => {
    const books = { ...undoneBooks, payments: placedBooks.payments, charges: placedBooks.charges };
    expect(found([completed, cancelled], books)).toEqual(['MONEY_FOR_CANCELLED_ORDER']);
    expect(found([compensated], books)).toEqual(['EFFECT_AFTER_COMPENSATION', 'MONEY_FOR_CANCELLED_ORDER']);
  });

  it('money that only the provider still has', () => {
    expect(found([completed, cancelled], { ...undoneBooks, charges: placedBooks.charges })).toEqual([
      'MONEY_FOR_CANCELLED_ORDER',
    ]);
  });

  it('a confirmed order that is not paid, or not in full', () => {
    expect(found([completed], { payments: [], charges: [] })).toEqual(['CONFIRMED_ORDER_NOT_PAID']);
    const partly = [{ ...placedBooks.payments[0]!, refunded: { amount: 1 } }];
    expect(found([completed], { payments: partly })).toEqual(['CONFIRMED_ORDER_NOT_PAID']);
  });

  it('no confirmed order that is paid in full, and of which a part was given back as a gesture', () => {
    const refunded = { amount: 500 };
    const gesture = (cause: 'GOODWILL' | 'CANCELLATION') => ({
      payments: [
        {
          ...{ ...placedBooks.payments[0]!, status: 'PARTIALLY_REFUNDED' as const, refunded },
          refunds: [{ status: 'SUCCEEDED' as const, cause, amount: refunded }],
        },
      ],
      charges: [{ ...placedBooks.charges![0]!, refunded }],
    });
    expect(found([completed], gesture('GOODWILL'))).toEqual([]);
    expect(found([completed], gesture('CANCELLATION'))).toEqual(['CONFIRMED_ORDER_NOT_PAID']);
  });

  it('two payments for one order', () => {
    const [charge] = placedBooks.charges!;
    const twice = [charge, { ...charge, key: 'saga-1:payAgain' }];
    expect(found([completed], { charges: twice })).toEqual(['TWO_PAYMENTS']);
    const [payment] = placedBooks.payments;
    expect(found([completed], { payments: [payment, { ...payment, id: 'payment-2' }] })).toEqual([
      'TWO_PAYMENTS',
    ]);
  });

  it('stock held by an ended saga', () => {
    const held = [{ ...placedBooks.reservations[0]!, status: 'HELD' }];
    expect(found([completed], { reservations: held })).toEqual([
      'STOCK_HELD_BY_ENDED_SAGA',
      'STOCK_DIFFERS_FROM_ORDER',
    ]);
    expect(found([compensated], { ...undoneBooks, reservations: held })).toEqual([
      'EFFECT_AFTER_COMPENSATION',
      'STOCK_HELD_BY_ENDED_SAGA',
    ]);
  });

  it('stock taken for a cancelled order', () => {
    expect(found([completed, cancelled], { ...undoneBooks, reservations: placedBooks.reservations })).toEqual(
      ['STOCK_TAKEN_FOR_CANCELLED_ORDER'],
    );
  });

  it('a confirmed order that has taken other stock than it ordered', () => {
    const kept = [{ sku: 'MUG-BLUE', quantity: 1 }];
    expect(found([completed], { reservations: [{ ...placedBooks.reservations[0]!, kept }] })).toEqual([
      'STOCK_DIFFERS_FROM_ORDER',
    ]);
    expect(found([completed], { reservations: [] })).toEqual(['STOCK_DIFFERS_FROM_ORDER']);
  });

  it('units of several warehouses as what was ordered', () => {
    const lines = [
      { sku: 'MUG-BLUE', quantity: 1 },
      { sku: 'MUG-BLUE', quantity: 1 },
    ];
    expect(found([completed], { reservations: [{ ...placedBooks.reservations[0]!, lines }] })).toEqual([]);
  });

  it('a parcel booked for a cancelled order', () => {
    const booked = { ...undoneBooks, bookings: placedBooks.bookings };
    expect(found([completed, cancelled], booked)).toEqual(['PARCEL_FOR_CANCELLED_ORDER']);
    expect(found([compensated], { ...undoneBooks, shipments: placedBooks.shipments })).toEqual([
      'EFFECT_AFTER_COMPENSATION',
      'PARCEL_FOR_CANCELLED_ORDER',
    ]);
  });

  it('of units that wait for their parcel only those that differ from the order, or have an end', () => {
    const [taken] = placedBooks.reservations;
    const waiting = { ...taken!, status: 'HELD' as const, allocated: true };
    expect(found([completed], { reservations: [waiting] })).toEqual([]);
    const ending = { ...waiting, allocated: false, expiresAt: '2026-01-01T00:15:00.000Z', kept: [] };
    expect(found([completed], { reservations: [ending] })).toContain('STOCK_HELD_BY_ENDED_SAGA');
    const fewer = { ...waiting, kept: [{ sku: 'MUG-BLUE', quantity: 1 }] };
    expect(found([completed], { reservations: [fewer] })).toEqual(['STOCK_DIFFERS_FROM_ORDER']);
  });

  it('units of an order of which some were cancelled or came back, where they do not add up', () => {
    const withLine = (counts: object, kept: number) => ({
      order: { ...placedBooks.order!, lines: [{ ...placedBooks.order!.lines[0]!, ...counts }] },
      reservations: [{ ...placedBooks.reservations[0]!, kept: [{ sku: 'MUG-BLUE', quantity: kept }] }],
    });
    expect(found([completed], withLine({ cancelled: 1 }, 1))).toEqual([]);
    expect(found([completed], withLine({ cancelled: 1 }, 2))).toEqual(['STOCK_DIFFERS_FROM_ORDER']);
    expect(found([completed], withLine({ returned: 1 }, 1))).toEqual([]);
    expect(found([completed], withLine({ returned: 1 }, 2))).toEqual([]);
    expect(found([completed], withLine({ returned: 1 }, 0))).toEqual(['STOCK_DIFFERS_FROM_ORDER']);
  });

  it('a confirmed order with no parcel, or with two', () => {
    expect(found([completed], { shipments: [] })).toEqual(['PARCEL_DIFFERS_FROM_ORDER']);
    const [booking] = placedBooks.bookings!;
    expect(found([completed], { bookings: [booking, booking] })).toEqual(['PARCEL_DIFFERS_FROM_ORDER']);
  });

  describe('of an order with a parcel of each warehouse', () => {
    const foundOf = (sagas: readonly (typeof completed)[], books: object) =>
      codes(audit(pageOf(sagas, { ...parcelBooks, ...books })));
    const undoneParcels = {
      ...undoneBooks,
      payments: [{ ...parcelBooks.payments[0]!, status: 'VOIDED' }],
      charges: [{ ...parcelBooks.charges![0]!, status: 'VOIDED' }],
      shipments: [{ ...parcelBooks.shipments[0]!, status: 'CANCELLED' }],
      bookings: [{ ...parcelBooks.bookings![0]!, status: 'CANCELLED' }],
    };

    it('nothing where both are booked and the units are held until they are sent', () => {
      expect(foundOf([completedParcels], {})).toEqual([]);
      expect(foundOf([compensatedParcels], undoneParcels)).toEqual([]);
    });

    it('units that are held though nobody has said that the order has them', () => {
      const reservations = [{ ...parcelBooks.reservations[0]!, allocated: false }];
      expect(foundOf([completedParcels], { reservations })).toEqual([
        'STOCK_HELD_BY_ENDED_SAGA',
        'STOCK_DIFFERS_FROM_ORDER',
      ]);
    });

    it('units that are held for an order that is cancelled', () => {
      const reservations = parcelBooks.reservations;
      expect(foundOf([completedParcels, cancelled], { ...undoneParcels, reservations })).toEqual([
        'STOCK_HELD_BY_ENDED_SAGA',
      ]);
    });

    it('a parcel that is missing, and one too many', () => {
      const [first, second] = parcelBooks.shipments;
      expect(foundOf([completedParcels], { shipments: [first] })).toEqual(['PARCEL_DIFFERS_FROM_ORDER']);
      expect(foundOf([completedParcels], { shipments: [first, second, second] })).toEqual([
        'PARCEL_DIFFERS_FROM_ORDER',
      ]);
    });

    it('a parcel that goes, and money that is set aside, though all was undone', () => {
      expect(
        foundOf([compensatedParcels], { ...undoneParcels, bookings: [parcelBooks.bookings![0]] }),
      ).toEqual(['EFFECT_AFTER_COMPENSATION', 'PARCEL_FOR_CANCELLED_ORDER']);
      const charges = [{ ...parcelBooks.charges![0]!, status: 'AUTHORIZED' }];
      expect(foundOf([compensatedParcels], { ...undoneParcels, charges })).toEqual([
        'EFFECT_AFTER_COMPENSATION',
        'MONEY_FOR_CANCELLED_ORDER',
      ]);
    });
  });

  it('names saga, step and both sides', () => {
    const reservations = [{ ...placedBooks.reservations[0]!, status: 'HELD' as const }];
    expect(audit(pageOf([compensated], { ...undoneBooks, reservations }))[0]).toEqual({
      code: 'EFFECT_AFTER_COMPENSATION',
      message:
        'reserveInventory is undone, and what it did is still there: the reservation of 2 MUG-BLUE is HELD.',
      sagaId: 'saga-1',
      sagaType: 'PlaceOrder',
      subject: 'order-1',
      subgraph: 'inventory',
      step: 'reserveInventory',
      coordinator: 'reserveInventory is COMPENSATED',
      participant: 'the reservation of 2 MUG-BLUE is HELD',
    });
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
