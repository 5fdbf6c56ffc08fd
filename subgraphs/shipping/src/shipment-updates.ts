import { instant, type Clock, type UserError } from '@counterstep/service-kit';
import { unchanged, type Decision } from '@counterstep/document-store';
import {
  checkReport,
  eventOf,
  mayBeReported,
  type Shipment,
  type ShipmentStatus,
} from './domain/shipment.ts';
import type { ResolversTypes, UpdateShipmentInput } from './generated/schema.ts';
import { reportOf } from './domain/parcel-report.ts';
import type { ParcelReports } from './parcel-reports.ts';
import type { ShipmentStore } from './shipment-store.ts';

type Payload = Awaited<ResolversTypes['UpdateShipmentPayload']>;

/** Records a person's report on a shipment, or returns why not. */
export async function updateShipment(
  shipments: ShipmentStore,
  reports: ParcelReports,
  { shipmentId, ...report }: UpdateShipmentInput,
  clock: Clock,
): Promise<Payload> {
  const errors = checkReport(report);
  if (errors.length > 0) return { shipment: null, errors };
  return shipments.settle(async () => {
    const shipment = await shipments.get(shipmentId);
    if (shipment === undefined) return refused(shipmentNotFound());
    if (!mayBeReported(shipment, report.status)) return refused(invalidTransition(shipment, report.status));
    const event = eventOf(report, instant(clock));
    const updated = { ...shipment, status: event.status, events: [...shipment.events, event] };
    const told = reportOf(shipment, event);
    const writes = [shipments.record(shipment, event), ...(told === undefined ? [] : [reports.add(told)])];
    return { writes, result: { shipment: updated, errors: [] } };
  });
}

const refused = (error: Payload['errors'][number]): Decision<Payload> =>
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
): UserError<'InvalidShipmentTransition'> & { from: ShipmentStatus; to: ShipmentStatus } => ({
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
