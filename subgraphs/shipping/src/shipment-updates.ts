import { instant, type Clock, type UserError, type ValidationError } from '@counterstep/service-kit';
import { unchanged, type Decision } from '@counterstep/document-store';
import {
  checkReport,
  eventOf,
  mayBeReported,
  type Report,
  type Shipment,
  type ShipmentStatus,
} from './domain/shipment.ts';
import type { UpdateShipmentInput } from './generated/schema.ts';
import { reportOf } from './domain/parcel-report.ts';
import type { ParcelReports } from './parcel-reports.ts';
import type { ShipmentStore } from './shipment-store.ts';

type InvalidTransition = UserError<'InvalidShipmentTransition'> & {
  readonly from: ShipmentStatus;
  readonly to: ShipmentStatus;
};

/** The changed shipment, or why nothing was changed. */
export interface Recorded {
  readonly shipment: Shipment | null;
  readonly errors: readonly (ValidationError | UserError<'ShipmentNotFound'> | InvalidTransition)[];
}

export interface UpdateParts {
  readonly shipments: ShipmentStore;
  readonly reports: ParcelReports;
  readonly clock: Clock;
}

/** Records a person's report on a shipment, or returns why not. */
export async function updateShipment(
  { shipmentId, ...report }: UpdateShipmentInput,
  parts: UpdateParts,
): Promise<Recorded> {
  const errors = checkReport(report);
  if (errors.length > 0) return { shipment: null, errors };
  return recordReport(() => parts.shipments.get(shipmentId), report, parts);
}

/**
 * Records a checked report on the shipment that is found, or returns why not. A message that was recorded before
 * changes nothing.
 */
export const recordReport = (
  find: () => Promise<Shipment | undefined>,
  report: Report & { readonly messageId?: string },
  { shipments, reports, clock }: UpdateParts,
): Promise<Recorded> =>
  shipments.settle(async () => {
    const shipment = await find();
    if (shipment === undefined) return refused(shipmentNotFound());
    const { messageId } = report;
    if (messageId !== undefined && shipment.events.some((event) => event.messageId === messageId))
      return unchanged({ shipment, errors: [] });
    if (!mayBeReported(shipment, report.status)) return refused(invalidTransition(shipment, report.status));
    const event = eventOf(report, instant(clock));
    const updated = { ...shipment, status: event.status, events: [...shipment.events, event] };
    const told = reportOf(shipment, event);
    const writes = [shipments.record(shipment, event), ...(told === undefined ? [] : [reports.add(told)])];
    return { writes, result: { shipment: updated, errors: [] } };
  });

const refused = (error: Recorded['errors'][number]): Decision<Recorded> =>
  unchanged({ shipment: null, errors: [error] });

const shipmentNotFound = (): UserError<'ShipmentNotFound'> => ({
  __typename: 'ShipmentNotFound',
  code: 'SHIPMENT_NOT_FOUND',
  message: 'There is no such shipment.',
  path: ['input', 'shipmentId'],
});

const invalidTransition = (
  { status: from, cancellingSince }: Shipment,
  to: ShipmentStatus,
): InvalidTransition => ({
  __typename: 'InvalidShipmentTransition',
  code: 'INVALID_SHIPMENT_TRANSITION',
  message:
    cancellingSince === undefined || from === 'CANCELLED'
      ? `A shipment that is ${from} cannot become ${to}.`
      : 'The shipment is being cancelled.',
  path: ['input', 'status'],
  from,
  to,
});
