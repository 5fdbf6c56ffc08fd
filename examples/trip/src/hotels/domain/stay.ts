import type { Document, Draft } from '@counterstep/document-store';

export interface Hotel extends Document {
  readonly name: string;
  readonly city: string;
  /** In minor units. */
  readonly price: number;
  readonly currency: string;
  readonly freeRooms: number;
}

/** The room of a trip; its id is that of the trip. */
export interface Stay extends Document {
  readonly hotel: string;
  readonly traveller: string;
  readonly status: 'HELD' | 'RELEASED';
}

/** Why a step is refused. */
export interface Rejection {
  readonly code: string;
  readonly message: string;
}

/** Why no room can be held in a hotel; undefined where one can. */
export function refusalOf(hotel: Hotel | undefined): Rejection | undefined {
  if (hotel === undefined) return { code: 'UNKNOWN_HOTEL', message: 'There is no such hotel.' };
  if (hotel.freeRooms < 1) return { code: 'FULLY_BOOKED', message: 'The hotel is fully booked.' };
  return undefined;
}

/** Whether a room is held: only a held room can be released. */
export const isHeld = (stay: Stay | undefined): stay is Stay => stay?.status === 'HELD';

/** The hotels of a new database. */
export const hotels: readonly Draft<Hotel>[] = [
  { id: 'alfama', name: 'Alfama', city: 'Lisbon', price: 12_000, currency: 'EUR', freeRooms: 40 },
  { id: 'fjord', name: 'Fjord', city: 'Oslo', price: 21_000, currency: 'EUR', freeRooms: 40 },
  { id: 'trevi', name: 'Trevi', city: 'Rome', price: 14_500, currency: 'EUR', freeRooms: 1 },
];
