import type { Clock } from '@counterstep/service-kit';
import type { RequestContext } from '@counterstep/service-kit/server';
import type { SimulatedCarrier } from './carrier/simulated-carrier.ts';
import type { Loaders } from './loaders.ts';
import type { ParcelReports } from './parcel-reports.ts';
import type { ShipmentStore } from './shipment-store.ts';

/** The context of the resolvers of shipping. */
export interface Context extends RequestContext {
  readonly shipments: ShipmentStore;
  readonly reports: ParcelReports;
  readonly loaders: Loaders;
  readonly clock: Clock;
  /** Undefined where a real carrier is used. */
  readonly simulated: SimulatedCarrier | undefined;
}

/** A return, known by its id only. */
export interface ReturnReference {
  readonly id: string;
}

/** An order, known by its id only. */
export interface OrderReference {
  readonly id: string;
}
