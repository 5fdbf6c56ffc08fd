import type { Flight, Seat } from './domain/seat.ts';
import type { FlightStore } from './flight-store.ts';

interface Reference {
  readonly id: string;
}

export const createResolvers = (flights: FlightStore) => ({
  Query: {
    flights: () => flights.flights(),
    flight: (_parent: unknown, { number }: { readonly number: string }) => flights.flight(number),
  },
  Flight: {
    __resolveReference: ({ number }: { readonly number: string }) => flights.flight(number),
    number: ({ id }: Flight) => id,
  },
  Trip: {
    __resolveReference: ({ id }: Reference) => ({ id }),
    ticket: async ({ id }: Reference) => {
      const seat = await flights.seatOf(id);
      return seat?.status === 'RELEASED' ? null : seat;
    },
    mail: ({ id }: Reference) => flights.mailOf(id),
  },
  Ticket: {
    flight: ({ flight }: Seat) => flights.flight(flight),
  },
});
