import { CodedError, CompensationImpossible, instant, newId, type Clock } from '@counterstep/service-kit';
import type { StepHandler, StepHandlers } from '@counterstep/service-kit/server';
import { reject, unchanged } from '@counterstep/step-barrier/document-store';
import type { Carrier } from './carrier/carrier.ts';
import type { Context } from './context.ts';
import {
  bookingRefused,
  handedOver,
  mayBecome,
  notServed,
  pendingShipment,
  withdrawal,
} from './domain/shipment.ts';
import type {
  CompensationPayload,
  MutationCancelShippingArgs,
  MutationScheduleShippingArgs,
  MutationWithdrawShipmentArgs,
  ScheduleShippingPayload,
  StepPayload,
} from './generated/schema.ts';
import type { ShipmentStore } from './shipment-store.ts';

/** The steps that shipping takes part in. */
export const createSteps = (shipments: ShipmentStore, carrier: Carrier, clock: Clock) =>
  ({
    scheduleShipping: scheduleShipping(shipments, carrier, clock),
    cancelShipping: cancelShipping(shipments, carrier, clock),
    withdrawShipment: withdrawShipment(shipments, carrier, clock),
  }) satisfies StepHandlers<Context>;

/** How the span of a call is named and what it says. */
const carrierSpan = (operation: 'book' | 'cancel') =>
  [`carrier ${operation}`, { kind: 'CLIENT', attributes: { 'peer.service': 'carrier' } }] as const;

type ScheduleShipping = StepHandler<MutationScheduleShippingArgs, ScheduleShippingPayload, Context>;
type CancelShipping = StepHandler<MutationCancelShippingArgs, CompensationPayload, Context>;
type WithdrawShipment = StepHandler<MutationWithdrawShipmentArgs, StepPayload, Context>;

const scheduleShipping =
  (shipments: ShipmentStore, carrier: Carrier, clock: Clock): ScheduleShipping =>
  async ({ orderId, customerId, address, lines }, { trace }, scope) => {
    const existing = (await shipments.ofOrders([orderId])).get(orderId);
    const rejection = bookingRefused(existing, scope.key);
    if (rejection !== undefined) return reject(rejection);
    const shipment =
      existing ??
      pendingShipment({
        id: newId(),
        orderId,
        customerId,
        carrierKey: scope.key,
        carrier: carrier.name,
        createdAt: instant(clock),
        lines: lines.map(({ sku, quantity }) => ({ sku, quantity })),
      });
    if (scope.invoked === 'NO') await scope.intend([shipments.recordPending(shipment)]);
    const answer = await trace.during(...carrierSpan('book'), () =>
      carrier.book({ key: scope.key, address, lines, reference: orderId }),
    );
    switch (answer.outcome) {
      case 'booked': {
        const { trackingNumber } = answer;
        return {
          writes: [shipments.schedule(shipment, answer)],
          response: { shipmentId: shipment.id, trackingNumber },
        };
      }
      case 'not-served': {
        const refusal = notServed(address.postalCode);
        return {
          writes: [shipments.cancel(shipment, instant(clock), refusal.message)],
          response: { rejection: refusal },
        };
      }
      case 'cancelled':
        // The compensation is at the carrier before us, and has yet to record it.
        throw new CodedError('STEP_CANCELLED', 'The shipment is being cancelled.');
    }
  };

const cancelShipping =
  (shipments: ShipmentStore, carrier: Carrier, clock: Clock): CancelShipping =>
  async (_input, { trace }, scope) => {
    // The intent is recorded before the carrier is asked: without a shipment there is nothing to undo.
    const shipment = await shipments.withKey(scope.key);
    if (shipment === undefined) return unchanged({ undone: false });
    if (!mayBecome(shipment.status, 'CANCELLED')) throw onItsWay();
    if (shipment.cancellingSince === undefined)
      await shipments.commit(shipments.holdBack(shipment, instant(clock)));
    const { outcome } = await trace.during(...carrierSpan('cancel'), () =>
      carrier.cancel({ key: shipment.carrierKey }),
    );
    if (outcome === 'too-late') {
      await shipments.commit(shipments.letGo(shipment));
      throw onItsWay();
    }
    return {
      writes: [shipments.cancel(shipment, instant(clock))],
      response: { undone: outcome === 'cancelled' },
    };
  };

const withdrawShipment =
  (shipments: ShipmentStore, carrier: Carrier, clock: Clock): WithdrawShipment =>
  async ({ orderId }, { trace }, scope) => {
    const decision = withdrawal((await shipments.ofOrders([orderId])).get(orderId));
    if (decision.kind === 'refused') return reject(decision.rejection);
    if (decision.kind === 'done') return unchanged({});
    const { shipment } = decision;
    // From here on nobody can report that the parcel was handed over, until the carrier has spoken.
    if (scope.invoked === 'NO') await scope.intend([shipments.holdBack(shipment, instant(clock))]);
    const { outcome } = await trace.during(...carrierSpan('cancel'), () =>
      carrier.cancel({ key: shipment.carrierKey }),
    );
    return outcome === 'too-late'
      ? { writes: [shipments.letGo(shipment)], response: { rejection: handedOver } }
      : { writes: [shipments.cancel(shipment, instant(clock))], response: {} };
  };

const onItsWay = (): CompensationImpossible =>
  new CompensationImpossible('The parcel is on its way already.');
