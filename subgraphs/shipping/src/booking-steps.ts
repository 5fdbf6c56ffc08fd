import { CodedError, instant, newId, type Trace } from '@counterstep/service-kit';
import type { StepArgs, StepHandler } from '@counterstep/service-kit/server';
import { reject, unchanged, type DocumentWrites } from '@counterstep/step-barrier/document-store';
import type { StepScope } from '@counterstep/step-barrier';
import type { Context } from './context.ts';
import {
  liveParcel,
  MAIN_WAREHOUSE,
  mayBecome,
  notServed,
  pendingShipment,
  shipmentExists,
  type NewShipment,
  type Shipment,
} from './domain/shipment.ts';
import type {
  BookParcelPayload,
  CompensationPayload,
  MutationBookParcelArgs,
  MutationBookReturnParcelArgs,
  MutationCancelParcelArgs,
  MutationCancelReturnParcelArgs,
  MutationCancelShippingArgs,
  MutationScheduleShippingArgs,
} from './generated/schema.ts';
import { askToBook, askToCancel, onItsWay, type StepParts } from './step-parts.ts';

/** The steps that book parcels, and their compensations. */
export const bookingSteps = (parts: StepParts) => ({
  scheduleShipping: scheduleShipping(parts),
  cancelShipping: cancelBooking<MutationCancelShippingArgs>(parts),
  bookParcel: bookParcel(parts),
  cancelParcel: cancelBooking<MutationCancelParcelArgs>(parts),
  bookReturnParcel: bookReturnParcel(parts),
  cancelReturnParcel: cancelBooking<MutationCancelReturnParcelArgs>(parts),
});

const scheduleShipping =
  (parts: StepParts): StepHandler<MutationScheduleShippingArgs, BookParcelPayload, Context> =>
  async ({ orderId, customerId, address, lines }, { trace }, scope) => {
    const [existing] = await parts.shipments.ofOrder(orderId);
    return book(parts, existing, { orderId, customerId, address, lines: unitsOf(lines) }, trace, scope);
  };

const bookParcel =
  (parts: StepParts): StepHandler<MutationBookParcelArgs, BookParcelPayload, Context> =>
  async ({ orderId, customerId, warehouse, address, lines }, { trace }, scope) => {
    const known = await parts.shipments.withKey(scope.key);
    const existing = known ?? liveParcel(await parts.shipments.ofOrder(orderId), warehouse);
    const parcel = { orderId, customerId, warehouse, address, lines: unitsOf(lines) };
    return book(parts, existing, parcel, trace, scope);
  };

const bookReturnParcel =
  (parts: StepParts): StepHandler<MutationBookReturnParcelArgs, BookParcelPayload, Context> =>
  async ({ orderId, customerId, returnId, address, lines }, { trace }, scope) => {
    const [existing] = (await parts.shipments.ofReturns([returnId])).get(returnId) ?? [];
    const way = { warehouse: MAIN_WAREHOUSE, direction: 'TO_WAREHOUSE' } as const;
    const parcel = { orderId, customerId, returnId, address, ...way, lines: unitsOf(lines) };
    return book(parts, existing, parcel, trace, scope);
  };

const unitsOf = (lines: readonly { readonly sku: string; readonly quantity: number }[]) =>
  lines.map(({ sku, quantity }) => ({ sku, quantity }));

type ParcelToBook = Omit<NewShipment, 'id' | 'carrierKey' | 'carrier' | 'createdAt'> &
  Required<Pick<NewShipment, 'address' | 'lines'>>;

/** Books a parcel under the step's key, unless another parcel takes its place already. */
async function book(
  parts: StepParts,
  existing: Shipment | undefined,
  parcel: ParcelToBook,
  trace: Trace,
  scope: StepScope<DocumentWrites>,
) {
  const { shipments, carrier, clock } = parts;
  if (existing !== undefined && existing.carrierKey !== scope.key) return reject(shipmentExists);
  const shipment =
    existing ??
    pendingShipment({
      ...{ ...parcel, id: newId(), carrierKey: scope.key, carrier: carrier.name, createdAt: instant(clock) },
    });
  if (scope.invoked === 'NO') await scope.intend([shipments.recordPending(shipment)]);
  const { address, lines, orderId: reference } = parcel;
  const answer = await askToBook(parts, trace, { key: scope.key, address, lines, reference });
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
      // The compensation has already cancelled the booking at the carrier, but has not recorded that yet.
      throw new CodedError('STEP_CANCELLED', 'The shipment is being cancelled.');
  }
}

/** Undoes the step's booking, even if its outcome is unknown. */
const cancelBooking =
  <Args extends StepArgs>(parts: StepParts): StepHandler<Args, CompensationPayload, Context> =>
  async (_input, { trace }, scope) => {
    const { shipments, clock } = parts;
    // Booking records the shipment before it asks the carrier: without a shipment there is nothing to undo.
    const shipment = await shipments.withKey(scope.key);
    if (shipment === undefined) return unchanged({ undone: false });
    if (!mayBecome(shipment.status, 'CANCELLED')) throw onItsWay();
    if (shipment.cancellingSince === undefined)
      await shipments.commit(shipments.holdBack(shipment, instant(clock)));
    const { outcome } = await askToCancel(parts, trace, shipment.carrierKey);
    if (outcome === 'too-late') {
      await shipments.commit(shipments.letGo(shipment));
      throw onItsWay();
    }
    return {
      writes: [shipments.cancel(shipment, instant(clock))],
      response: { undone: outcome === 'cancelled' },
    };
  };
