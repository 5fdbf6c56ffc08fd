import type { BookingRecordsQuery, ShipmentRecordsQuery } from '../generated/shipping.ts';
import type { ReservationRecordsQuery } from '../generated/inventory.ts';
import type { OrderRecordsQuery } from '../generated/orders.ts';
import type { ChargeRecordsQuery, PaymentRecordsQuery } from '../generated/payments.ts';
import { about, type AuditedSaga, type AuditedStep, type Finding } from '@counterstep/saga-service';
import type { AuditCode } from '../generated/schema.ts';

export type OrderRecord = OrderRecordsQuery['orderRecords']['nodes'][number];
export type ReservationRecord = ReservationRecordsQuery['reservationRecords']['nodes'][number];
export type PaymentRecord = PaymentRecordsQuery['paymentRecords']['nodes'][number];
export type ChargeRecord = NonNullable<ChargeRecordsQuery['chargeRecords']>['nodes'][number];
export type ShipmentRecord = ShipmentRecordsQuery['shipmentRecords']['nodes'][number];
export type BookingRecord = NonNullable<BookingRecordsQuery['bookingRecords']>['nodes'][number];

/** Everything that is known about one order: all its sagas, and every participant's records of it. */
export interface OrderBooks {
  readonly orderId: string;
  readonly sagas: readonly AuditedSaga[];
  readonly order: OrderRecord | undefined;
  readonly reservations: readonly ReservationRecord[];
  readonly payments: readonly PaymentRecord[];
  /** Undefined with a real payment provider, whose books cannot be read. */
  readonly charges: readonly ChargeRecord[] | undefined;
  readonly shipments: readonly ShipmentRecord[];
  /** Undefined with a real carrier, whose books cannot be read. */
  readonly bookings: readonly BookingRecord[] | undefined;
}

/** A step and the saga that it belongs to. */
export interface StepOfSaga {
  readonly saga: AuditedSaga;
  readonly step: AuditedStep;
}

/** The order's steps that run the mutation and have the status. */
export const stepsOf = (
  { sagas }: Pick<OrderBooks, 'sagas'>,
  mutation: string,
  status: AuditedStep['status'],
): readonly StepOfSaga[] =>
  sagas.flatMap((saga) =>
    saga.steps
      .filter((step) => step.mutation === mutation && step.status === status)
      .map((step) => ({ saga, step })),
  );

/** A difference in a participant's records; what the sagas say is the coordinator's side. */
export interface Difference {
  readonly code: AuditCode;
  readonly message: string;
  readonly participant: string;
  /** The step that the difference concerns; if absent, it concerns all sagas of the order together. */
  readonly from?: StepOfSaga;
}

/** Finds records that a subgraph has of an order and should not have, or should have and does not. */
export type OrderCheck = (books: OrderBooks) => readonly Difference[];

/** Steps of the order at the subgraph that an operator has waived or resolved. */
const settledByOperator = ({ sagas }: OrderBooks, subgraph: string): readonly AuditedStep[] =>
  sagas
    .flatMap(({ steps }) => steps)
    .filter((step) => step.subgraph === subgraph && (step.status === 'WAIVED' || step.resolved));

/** Turns differences into findings; a step of the subgraph that an operator waived or resolved explains them. */
export function findingsOf(
  books: OrderBooks,
  subgraph: string,
  differences: readonly Difference[],
): readonly Finding[] {
  const [explanation] = settledByOperator(books, subgraph);
  const last = books.sagas.at(-1);
  return differences.map(({ code, message, participant, from }) => ({
    code: explanation === undefined ? code : 'EXPLAINED_BY_OPERATOR',
    message:
      explanation === undefined ? message : `${message} An operator has decided about ${explanation.name}.`,
    ...(from ? about(from.saga) : last && about(last)),
    subject: books.orderId,
    subgraph,
    ...(from && { step: from.step.name }),
    coordinator: from ? `${from.step.name} is ${from.step.status}` : sagasInWords(books),
    participant,
  }));
}

const sagasInWords = ({ sagas }: OrderBooks): string =>
  sagas.map(({ type, status }) => `${type} is ${status}`).join(', ') || 'no saga';

/** Reports, for each undone step of the mutation, that its effect still exists. */
export const stillThere = (books: OrderBooks, mutation: string, effect: string): readonly Difference[] =>
  stepsOf(books, mutation, 'COMPENSATED').map((from) => ({
    code: 'EFFECT_AFTER_COMPENSATION',
    message: `${from.step.name} is undone, and what it did is still there: ${effect}.`,
    participant: effect,
    from,
  }));
