import type { Stay } from './domain/stay.ts';
import type { HotelStore } from './hotel-store.ts';

interface Reference {
  readonly id: string;
}

export const createResolvers = (hotels: HotelStore) => ({
  Query: {
    hotels: () => hotels.hotels(),
    hotel: (_parent: unknown, { id }: Reference) => hotels.hotel(id),
  },
  Hotel: {
    __resolveReference: ({ id }: Reference) => hotels.hotel(id),
  },
  Trip: {
    __resolveReference: ({ id }: Reference) => ({ id }),
    stay: async ({ id }: Reference) => {
      const stay = await hotels.stayOf(id);
      return stay?.status === 'RELEASED' ? null : stay;
    },
  },
  Stay: {
    hotel: ({ hotel }: Stay) => hotels.hotel(hotel),
  },
});
