import type { Clock } from '@counterstep/service-kit';
import type { StepHandlers } from '@counterstep/service-kit/server';
import { bookingSteps } from './booking-steps.ts';
import type { Carrier } from './carrier/carrier.ts';
import type { Context } from './context.ts';
import type { ShipmentStore } from './shipment-store.ts';
import { withdrawalSteps } from './withdrawal-steps.ts';

/** All steps of the shipping subgraph. */
export const createSteps = (shipments: ShipmentStore, carrier: Carrier, clock: Clock) =>
  ({
    ...bookingSteps({ shipments, carrier, clock }),
    ...withdrawalSteps({ shipments, carrier, clock }),
  }) satisfies StepHandlers<Context>;
