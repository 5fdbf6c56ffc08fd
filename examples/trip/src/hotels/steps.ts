import type { RequestContext, StepArgs, StepHandler, StepHandlers } from '@counterstep/service-kit/server';
import { reject, unchanged } from '@counterstep/step-barrier/document-store';
import { isHeld, refusalOf, type Rejection } from './domain/stay.ts';
import type { HotelStore } from './hotel-store.ts';

interface HoldArgs extends StepArgs {
  readonly input: { readonly tripId: string; readonly hotel: string; readonly traveller: string };
}

interface ReleaseArgs extends StepArgs {
  readonly input: { readonly tripId: string };
}

interface Payload {
  readonly rejection?: Rejection;
}

/** The steps of hotels: each returns what to write and what to answer, and the barrier commits both at once. */
export function createSteps(hotels: HotelStore) {
  const holdHotel: StepHandler<HoldArgs, Payload, RequestContext> = async ({ tripId, hotel, traveller }) => {
    const rejection = refusalOf(await hotels.hotel(hotel));
    return rejection ? reject(rejection) : { writes: hotels.hold(tripId, hotel, traveller), response: {} };
  };

  const releaseHotel: StepHandler<ReleaseArgs, { readonly undone: boolean }, RequestContext> = async ({
    tripId,
  }) => {
    const stay = await hotels.stayOf(tripId);
    return isHeld(stay)
      ? { writes: hotels.release(stay), response: { undone: true } }
      : unchanged({ undone: false });
  };

  return { holdHotel, releaseHotel } satisfies StepHandlers<RequestContext>;
}
