import { drawFault, instant, ProviderUnavailable, type Clock } from '@counterstep/service-kit';
import { connectionOf, type Connection, type ConnectionArgs } from '@counterstep/service-kit/server';
import { commitDecision, type DocumentStore, unchanged } from '@counterstep/document-store';
import { decideBooking, decideCancel, isDownFor, type Booking, type Verdict } from './bookings.ts';
import type { Carrier } from './carrier.ts';

export type BookingConnection = Connection<Booking>;

/** The simulated carrier, whose book can be read. */
export interface SimulatedCarrier extends Carrier {
  /** A page of the book, newest first; with references only the bookings that were made for these. */
  bookings(args: ConnectionArgs, references?: readonly string[]): Promise<BookingConnection>;
}

export interface SimulatedCarrierOptions {
  /** The carrier's own database, which no other part of the project reads or writes. */
  readonly store: DocumentStore;
  readonly clock: Clock;
  /** How often a booking fails for a moment, 0 to 1. */
  readonly failureRate: number;
  /** Numbers from 0 to below 1. */
  readonly random: () => number;
}

const noAnswer = (): ProviderUnavailable =>
  new ProviderUnavailable('The carrier did not answer. It may work in a moment.');

/** A carrier for demonstrations and tests, with a durable book of its own; the postal code says how it behaves. */
export function createSimulatedCarrier(options: SimulatedCarrierOptions): SimulatedCarrier {
  const { store, clock, failureRate, random } = options;
  const book = store.collection<Booking>({ name: 'bookings', indexes: [['openedAt'], ['reference']] });

  const settle = <Answer>(
    key: string,
    decide: (booking: Booking | undefined, at: string) => Verdict<Answer>,
  ): Promise<Answer> =>
    commitDecision(store, async () => {
      const booking = await book.get(key);
      const { next, answer } = decide(booking, instant(clock));
      if (next === undefined) return unchanged(answer);
      const write = booking === undefined ? book.insert(next) : book.replace(next, booking.version);
      return { writes: [write], result: answer };
    });

  return {
    name: 'Simulated Parcel Service',
    book: async (request) => {
      const fault = drawFault(failureRate, random);
      if (fault === 'request-lost' || isDownFor(request.address.postalCode)) throw noAnswer();
      const answer = await settle(request.key, (booking, at) => decideBooking(booking, request, at));
      if (fault === 'reply-lost') throw noAnswer();
      return answer;
    },
    cancel: ({ key }) => settle(key, (booking, at) => decideCancel(booking, key, at)),
    bookings: (args, references) => {
      const where = references === undefined ? {} : { reference: { $in: references } };
      return connectionOf(book, args, where, [['openedAt', 'descending']]);
    },
  };
}
