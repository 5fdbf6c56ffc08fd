import { CompensationImpossible, type Clock, type Trace } from '@counterstep/service-kit';
import type { BookingAnswer, BookingRequest, CancelAnswer, Carrier } from './carrier/carrier.ts';
import type { ShipmentStore } from './shipment-store.ts';

/** The dependencies of the steps. */
export interface StepParts {
  readonly shipments: ShipmentStore;
  readonly carrier: Carrier;
  readonly clock: Clock;
}

/** The name and attributes of the span around a call to the carrier. */
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
