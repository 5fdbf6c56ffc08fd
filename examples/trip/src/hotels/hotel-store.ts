import { readAll, type DocumentStore, type Write } from '@counterstep/document-store';
import { hotels as all, type Hotel, type Stay } from './domain/stay.ts';

/** Reads hotels and stays, and makes the writes to them. */
export type HotelStore = ReturnType<typeof createHotelStore>;

export function createHotelStore(store: DocumentStore) {
  const hotels = store.collection<Hotel>({ name: 'hotels' });
  const stays = store.collection<Stay>({ name: 'stays' });
  const move = (hotel: string, room: -1 | 1): Write =>
    hotels.update(hotel, room < 0 ? { freeRooms: { $gte: 1 } } : {}, { $inc: { freeRooms: room } });

  return {
    hotels: () => readAll(hotels, {}),
    hotel: (id: string) => hotels.get(id),
    stayOf: (tripId: string) => stays.get(tripId),

    /** The write is rejected when the last room has just gone; the barrier then decides again. */
    hold: (tripId: string, hotel: string, traveller: string): readonly Write[] => [
      move(hotel, -1),
      stays.insert({ id: tripId, hotel, traveller, status: 'HELD' }),
    ],
    release: ({ id, version, hotel }: Stay): readonly Write[] => [
      move(hotel, 1),
      stays.update(id, { version }, { $set: { status: 'RELEASED' } }),
    ],

    /** Fills a new database. */
    fill: async (): Promise<void> => {
      if ((await hotels.count()) === 0) await store.commit(all.map((hotel) => hotels.insert(hotel)));
    },
  };
}
