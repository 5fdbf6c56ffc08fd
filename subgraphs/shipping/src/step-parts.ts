import { CompensationImpossible, type Clock, type Trace } from '@counterstep/service-kit';
import type { BookingAnswer, BookingRequest, CancelAnswer, Carrier } from './carrier/carrier.ts';
import type { ShipmentStore } from './shipment-store.ts';

/** What the steps of shipping work with. */
export interface StepParts {
  readonly shipments: ShipmentStore;
  readonly carrier: Carrier;
  readonly clock: Clock;
}

/** How the span of a call is named and what it says. */
const carrierSpan = (operation: 'book' | 'cancel') =>
  [`carrier ${operation}`, { kind: 'CLIENT', attributes: { 'peer.service': 'carrier' } }] as const;

export const askToBook = (
  { carrier }: StepParts,
  trace: Trace,
  request: BookingRequest,
): Promise<BookingAnswer> => trace.during(...carrierSpan('book'), () => carrier.book(request));

export const askToCancel = ({ carrier }: StepParts, trace: Trace, key: string): Promise<CancelAnswer> =>
  trace.during(...carrierSpan('cancel'), () => carrier.cancel({ key }));

export const onItsWay = (): CompensationImpossible =>
  new CompensationImpossible('The parcel is on its way already.');
