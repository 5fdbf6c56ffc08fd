import { drawFault, instant, ProviderUnavailable, type Clock } from '@counterstep/service-kit';
import { connectionOf, type Connection, type ConnectionArgs } from '@counterstep/service-kit/server';
import {
  commitDecision,
  unchanged,
  type Collection,
  type Document,
  type DocumentStore,
  type OrderBy,
  type Draft,
  type Write,
} from '@counterstep/document-store';
import {
  countsAt,
  decideBooking,
  decideCancel,
  emptyTally,
  isDownFor,
  type Booking,
  type Tally,
  type Verdict,
} from './bookings.ts';
import type { Carrier } from './carrier.ts';

export type BookingConnection = Connection<Booking>;

/** The simulated carrier, whose book can be read. */
export interface SimulatedCarrier extends Carrier {
  /** A page of the book, newest first by default; where references are given, only the bookings that bear them. */
  bookings(
    args: ConnectionArgs,
    references?: readonly string[],
    orderBy?: OrderBy<Booking>,
  ): Promise<BookingConnection>;
}

export interface SimulatedCarrierOptions {
  /** The carrier's own database, which no other part of the project reads or writes. */
  readonly store: DocumentStore;
  readonly clock: Clock;
  /** The share of bookings that fail temporarily, 0 to 1. */
  readonly failureRate: number;
  /** Numbers from 0 to below 1. */
  readonly random: () => number;
}

const noAnswer = (): ProviderUnavailable =>
  new ProviderUnavailable('The carrier did not answer. It may work in a moment.');

const countsOf = ({ id, booked, withdrawn }: Draft<Tally>): Draft<Tally> => ({ id, booked, withdrawn });

const written = <T extends Document>(
  collection: Collection<T>,
  next: Draft<T>,
  known: T | undefined,
): Write => (known === undefined ? collection.insert(next) : collection.replace(next, known.version));

/** A carrier for demonstrations and tests, with a durable book of its own; the postal code says how it behaves. */
export function createSimulatedCarrier(options: SimulatedCarrierOptions): SimulatedCarrier {
  const { store, clock, failureRate, random } = options;
  const book = store.collection<Booking>({
    name: 'bookings',
    indexes: [['openedAt'], ['reference'], ['status', 'openedAt']],
  });
  const tallies = store.collection<Tally>({ name: 'tallies' });

  const settle = <Answer>(
    key: string,
    counted: (booking: Booking | undefined) => string | undefined,
    decide: (booking: Booking | undefined, at: string, tally: Draft<Tally> | undefined) => Verdict<Answer>,
  ): Promise<Answer> =>
    commitDecision(store, async () => {
      const booking = await book.get(key);
      const reference = counted(booking);
      const kept = reference === undefined ? undefined : await tallies.get(reference);
      const known = reference === undefined ? undefined : countsOf(kept ?? emptyTally(reference));
      const { next, tally, answer } = decide(booking, instant(clock), known);
      const writes = [
        ...(next === undefined ? [] : [written(book, next, booking)]),
        ...(tally === undefined || known === undefined ? [] : [written(tallies, tally, kept)]),
      ];
      return writes.length === 0 ? unchanged(answer) : { writes, result: answer };
    });

  return {
    name: 'Simulated Parcel Service',
    book: async (request) => {
      const fault = drawFault(failureRate, random);
      if (fault === 'request-lost' || isDownFor(request.address.postalCode)) throw noAnswer();
      const counted = countsAt(request.address.postalCode) ? request.reference : undefined;
      const answer = await settle(
        request.key,
        () => counted,
        (booking, at, tally) => decideBooking(booking, request, at, tally),
      );
      if (fault === 'reply-lost') throw noAnswer();
      return answer;
    },
    cancel: ({ key }) =>
      settle(
        key,
        (booking) => (countsAt(booking?.postalCode) ? booking?.reference : undefined),
        (booking, at, tally) => decideCancel(booking, key, at, tally),
      ),
    bookings: (args, references, orderBy = [['openedAt', 'descending']]) => {
      const where = references === undefined ? {} : { reference: { $in: references } };
      return connectionOf(book, args, where, orderBy);
    },
  };
}
