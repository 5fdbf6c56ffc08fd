import { heldReservation, standing } from '@counterstep/inventory/domain/reservation';
import { putAllBack } from '@counterstep/inventory/domain/settlement';
import { decideCancellationRequest, isLockedBy, notLocked } from '@counterstep/orders/domain/cancellation';
import { decideConfirmation } from '@counterstep/orders/domain/confirmation';
import { pendingOrder } from '@counterstep/orders/domain/order';
import { declined, paymentRefused, pendingPayment, refund } from '@counterstep/payments/domain/payment';
import {
  mayBecome,
  notServed,
  pendingShipment,
  shipmentExists,
  withdrawal,
} from '@counterstep/shipping/domain/shipment';
import { QUANTITY, type Records } from './records.ts';

/** An answer, and the writes that are committed with it. */
export interface Reply {
  readonly response: Readonly<Record<string, unknown>>;
  readonly write: () => void;
}

interface Failed {
  readonly code: string;
}

/** A step that calls a third party: what is committed before the call, the call, and what follows from its answer. */
interface ThirdParty {
  readonly intend: () => void;
  readonly call: () => void;
  readonly settle: () => Reply | Failed;
}

export type Handler = (scope: {
  readonly sagaId: string;
  readonly key: string;
}) => Reply | Failed | ThirdParty;

const AT = '2026-03-01T09:00:00.000Z';
const nothing = (): void => undefined;
const done = (write = nothing): Reply => ({ response: { rejection: null }, write });
const undone = (write?: () => void): Reply => ({
  response: { undone: write !== undefined },
  write: write ?? nothing,
});
const rejected = ({ code, message }: { code: string; message: string }): Reply => ({
  response: { rejection: { code, message } },
  write: nothing,
});
const ids = { orderId: 'order', customerId: 'customer' };
const usd = (amount: number) => ({ amount, currency: 'USD' });

const orders = (records: Records): Record<string, Handler> => ({
  createOrder: () =>
    done(() => {
      const address = { name: '', line1: '', city: '', postalCode: '', country: 'US' };
      const placed = { number: '1', lines: [], total: usd(1), shippingAddress: address, placedAt: AT };
      records.order = { ...pendingOrder({ id: 'order', customerId: 'customer', ...placed }), version: 1 };
    }),
  abandonOrder: () =>
    records.order === undefined || records.order.status === 'CANCELLED'
      ? undone()
      : undone(() => {
          records.changeOrder({ status: 'CANCELLED' });
        }),
  confirmOrder: () => {
    const decision = decideConfirmation(records.order);
    if (decision.kind === 'refused') return rejected(decision.rejection);
    return done(() => {
      records.changeOrder({ status: 'CONFIRMED', confirmedAt: AT });
    });
  },
  requestCancellation: ({ sagaId }) => {
    const decision = decideCancellationRequest(records.order);
    if (decision.kind === 'too-early') return { code: 'ORDER_PENDING' };
    if (decision.kind === 'refused') return rejected(decision.rejection);
    return done(() => {
      records.changeOrder({ status: 'CANCELLING', cancelledBy: sagaId });
    });
  },
  restoreOrder: ({ sagaId }) =>
    isLockedBy(records.order, sagaId)
      ? undone(() => {
          const { cancelledBy: _, ...order } = records.order!;
          records.order = { ...order, status: 'CONFIRMED' };
        })
      : undone(),
  completeCancellation: ({ sagaId }) => {
    if (!isLockedBy(records.order, sagaId)) return rejected(notLocked);
    return done(() => {
      records.changeOrder({ status: 'CANCELLED' });
    });
  },
});

const held = [{ sku: 'MUG', warehouse: 'EAST', quantity: QUANTITY }];

const inventory = (records: Records): Record<string, Handler> => ({
  reserveInventory: () => {
    if (records.obstacle === 'sold-out') return rejected({ code: 'OUT_OF_STOCK', message: 'None is left.' });
    return done(() => {
      records.reservation = { ...heldReservation({ id: 'r', ...ids, lines: held, heldAt: AT }), version: 1 };
      records.reserved += QUANTITY;
    });
  },
  releaseInventory: () =>
    records.reservation?.status === 'HELD'
      ? undone(() => {
          records.changeReservation({ status: 'RELEASED' }, 0, -QUANTITY);
        })
      : undone(),
  commitReservation: () => {
    const decision = standing(records.reservation);
    if (decision.kind === 'refused') return rejected(decision.rejection);
    if (decision.kind === 'done') return done();
    return done(() => {
      records.changeReservation({ status: 'COMMITTED' }, -QUANTITY, -QUANTITY);
    });
  },
  restockInventory: () => {
    const decision = putAllBack(records.reservation);
    if (decision.kind === 'refused') return rejected(decision.rejection);
    if (decision.kind === 'done') return done();
    const { status, moves } = decision.settlement;
    const moved = (kind: 'free' | 'bring'): number =>
      moves.filter((move) => move.kind === kind).reduce((sum, { quantity }) => sum + quantity, 0);
    return done(() => {
      records.changeReservation({ status, restockedAt: AT }, moved('bring'), -moved('free'));
    });
  },
});

const payments = (records: Records): Record<string, Handler> => {
  const giveBack = (key: string) => (): void => {
    const charge = records.charges.get(key);
    if (charge === 'TAKEN') records.charges.set(key, 'GIVEN_BACK');
    else if (charge === undefined) records.charges.set(key, 'CANCELLED');
  };
  const recordReturn = (key: string) => (): void => {
    const returned = records.charges.get(key) === 'GIVEN_BACK';
    records.changePayment(returned ? { status: 'REFUNDED', refunded: usd(1) } : { status: 'VOIDED' });
  };
  return {
    processPayment: ({ key }) => {
      const rejection = paymentRefused(records.payment, key, usd(1));
      if (rejection !== undefined) return rejected(rejection);
      return {
        intend: () => {
          const payment = { id: 'p', ...ids, providerKey: key, amount: usd(1), createdAt: AT };
          records.payment ??= { ...pendingPayment(payment), version: 1 };
        },
        call: () => {
          if (!records.charges.has(key))
            records.charges.set(key, records.obstacle === 'declined' ? 'DECLINED' : 'TAKEN');
        },
        settle: () => {
          const charge = records.charges.get(key);
          if (charge === 'TAKEN')
            return done(() => {
              records.changePayment({ status: 'CAPTURED' });
            });
          if (charge !== 'DECLINED') return { code: 'STEP_CANCELLED' };
          const write = (): void => {
            records.changePayment({ status: 'DECLINED' });
          };
          return { ...rejected(declined('CARD_DECLINED')), write };
        },
      };
    },
    refundPayment: ({ key }) =>
      records.payment?.providerKey === key
        ? { intend: nothing, call: giveBack(key), settle: () => undone(recordReturn(key)) }
        : undone(),
    refundOrder: () => {
      const decision = refund(records.payment);
      if (decision.kind === 'refused') return rejected(decision.rejection);
      if (decision.kind === 'done') return done();
      const { providerKey } = decision.payment;
      return { intend: nothing, call: giveBack(providerKey), settle: () => done(recordReturn(providerKey)) };
    },
  };
};

const shipping = (records: Records): Record<string, Handler> => {
  const holdBack = (): void => {
    records.changeShipment({ cancellingSince: AT });
  };
  const cancelAt = (key: string) => (): void => {
    if (records.bookings.get(key) !== 'REFUSED') records.bookings.set(key, 'CANCELLED');
  };
  const cancelled = (): void => {
    records.changeShipment({ status: 'CANCELLED' });
  };
  return {
    scheduleShipping: ({ key }) => {
      if (records.shipment !== undefined && records.shipment.carrierKey !== key)
        return rejected(shipmentExists);
      return {
        intend: () => {
          const shipment = { id: 's', ...ids, carrierKey: key, carrier: '', createdAt: AT };
          records.shipment ??= { ...pendingShipment(shipment), version: 1 };
        },
        call: () => {
          if (!records.bookings.has(key))
            records.bookings.set(key, records.obstacle === 'not-served' ? 'REFUSED' : 'BOOKED');
        },
        settle: () => {
          const booking = records.bookings.get(key);
          if (booking === 'BOOKED')
            return done(() => {
              records.changeShipment({ status: 'SCHEDULED' });
            });
          return booking === 'REFUSED'
            ? { ...rejected(notServed('00000')), write: cancelled }
            : { code: 'STEP_CANCELLED' };
        },
      };
    },
    cancelShipping: ({ key }) => {
      if (records.shipment?.carrierKey !== key) return undone();
      if (!mayBecome(records.shipment.status, 'CANCELLED')) return { code: 'COMPENSATION_IMPOSSIBLE' };
      return { intend: holdBack, call: cancelAt(key), settle: () => undone(cancelled) };
    },
    withdrawShipment: () => {
      const decision = withdrawal(records.shipment);
      if (decision.kind === 'refused') return rejected(decision.rejection);
      if (decision.kind === 'done') return done();
      const { carrierKey } = decision.shipment;
      return { intend: holdBack, call: cancelAt(carrierKey), settle: () => done(cancelled) };
    },
  };
};

const notifications = (records: Records): Record<string, Handler> => {
  const send: Handler = ({ key }) => done(() => records.mails.push(key));
  return { sendOrderConfirmation: send, sendCancellation: send };
};

/** The step handlers of the subgraphs, by mutation name; they call the subgraphs' own decisions. */
export const createHandlers = (records: Records): ReadonlyMap<string, Handler> =>
  new Map(
    [orders, inventory, payments, shipping, notifications].flatMap((make) => Object.entries(make(records))),
  );
