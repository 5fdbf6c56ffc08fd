import { readAll, type Document, type DocumentStore, type Write } from '@counterstep/document-store';
import { flights as all, type Flight, type Seat } from './domain/seat.ts';

/** A mail that was sent; its id is the trip's. */
export interface Mail extends Document {
  readonly to: string;
  readonly text: string;
  readonly sentAt: string;
}

/** Reads flights, seats and mails, and makes the writes to them. */
export type FlightStore = ReturnType<typeof createFlightStore>;

export function createFlightStore(store: DocumentStore) {
  const flights = store.collection<Flight>({ name: 'flights' });
  const seats = store.collection<Seat>({ name: 'seats' });
  const mails = store.collection<Mail>({ name: 'mails' });
  const move = (flight: string, seat: -1 | 1): Write =>
    flights.update(flight, seat < 0 ? { freeSeats: { $gte: 1 } } : {}, { $inc: { freeSeats: seat } });

  return {
    flights: () => readAll(flights, {}),
    flight: (number: string) => flights.get(number),
    seatOf: (tripId: string) => seats.get(tripId),
    mailOf: (tripId: string) => mails.get(tripId),

    /** The write is rejected when the last seat has just gone; the barrier then decides again. */
    hold: (tripId: string, flight: string, traveller: string): readonly Write[] => [
      move(flight, -1),
      seats.insert({ id: tripId, flight, traveller, status: 'HELD' }),
    ],
    release: ({ id, version, flight }: Seat): readonly Write[] => [
      move(flight, 1),
      seats.update(id, { version }, { $set: { status: 'RELEASED' } }),
    ],
    issue: ({ id, version }: Seat): readonly Write[] => [
      seats.update(id, { version }, { $set: { status: 'ISSUED' } }),
    ],
    keepMail: (tripId: string, mail: Pick<Mail, 'to' | 'text' | 'sentAt'>): readonly Write[] => [
      mails.insert({ id: tripId, ...mail }),
    ],

    /** Fills a new database. */
    fill: async (): Promise<void> => {
      if ((await flights.count()) === 0) await store.commit(all.map((flight) => flights.insert(flight)));
    },
  };
}
