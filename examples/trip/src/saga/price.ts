import type { Ask } from '@counterstep/saga-service';
import { parse } from 'graphql';

/** A price; the amount is in minor units. */
export interface Price {
  readonly amount: number;
  readonly currency: string;
}

/** Why a trip is not begun. */
export interface BookTripError {
  readonly code: string;
  readonly message: string;
  readonly path: readonly string[];
}

interface Offer {
  readonly price: number;
  readonly currency: string;
}

const flightDocument = parse('query ($id: ID!) { offer: flight(number: $id) { price currency } }');
const hotelDocument = parse('query ($id: ID!) { offer: hotel(id: $id) { price currency } }');

const unknown = (kind: 'flight' | 'hotel'): BookTripError => ({
  code: `UNKNOWN_${kind.toUpperCase()}`,
  message: `There is no such ${kind}.`,
  path: ['input', kind],
});

/**
 * The price of flight and hotel together.
 *
 * @throws {ServiceUnavailable} when one of the two services does not answer with a price.
 */
export async function priceOf(
  ask: Ask,
  { flight, hotel }: { readonly flight: string; readonly hotel: string },
  correlationId: string,
): Promise<Price | BookTripError> {
  const offerOf = async (subgraph: string, document: typeof flightDocument, id: string) => {
    const told = await ask(subgraph, document, { id }, { correlationId });
    return (told as { readonly offer: Offer | null }).offer;
  };
  const [seat, room] = await Promise.all([
    offerOf('flights', flightDocument, flight),
    offerOf('hotels', hotelDocument, hotel),
  ]);
  if (seat === null) return unknown('flight');
  if (room === null) return unknown('hotel');
  if (seat.currency !== room.currency) {
    const message = 'The flight and the hotel are not sold in the same currency.';
    return { code: 'CURRENCIES_DIFFER', message, path: ['input', 'hotel'] };
  }
  return { amount: seat.price + room.price, currency: seat.currency };
}
