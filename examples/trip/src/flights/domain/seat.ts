import type { Document, Draft } from '@counterstep/document-store';

/** A flight; its id is its number. */
export interface Flight extends Document {
  readonly from: string;
  readonly to: string;
  /** In minor units. */
  readonly price: number;
  readonly currency: string;
  /** Seats that are neither held nor sold. */
  readonly freeSeats: number;
}

/** The seat of a trip; its id is that of the trip. */
export interface Seat extends Document {
  readonly flight: string;
  readonly traveller: string;
  readonly status: 'HELD' | 'ISSUED' | 'RELEASED';
}

/** Why a step is refused. */
export interface Rejection {
  readonly code: string;
  readonly message: string;
}

/** Why no seat can be held on a flight; undefined where one can. */
export function refusalOf(flight: Flight | undefined): Rejection | undefined {
  if (flight === undefined) return { code: 'UNKNOWN_FLIGHT', message: 'There is no such flight.' };
  if (flight.freeSeats < 1) return { code: 'SOLD_OUT', message: 'The flight is sold out.' };
  return undefined;
}

/** Whether a seat is held: only a held seat can be sold or released. */
export const isHeld = (seat: Seat | undefined): seat is Seat => seat?.status === 'HELD';

/** The flights of a new database. */
export const flights: readonly Draft<Flight>[] = [
  { id: 'CS101', from: 'Berlin', to: 'Lisbon', price: 18_900, currency: 'EUR', freeSeats: 40 },
  { id: 'CS202', from: 'Vienna', to: 'Oslo', price: 15_500, currency: 'EUR', freeSeats: 40 },
  { id: 'CS303', from: 'Paris', to: 'Rome', price: 9_900, currency: 'EUR', freeSeats: 1 },
];
