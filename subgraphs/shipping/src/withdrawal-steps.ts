import { CompensationImpossible, instant, newId, type Trace } from '@counterstep/service-kit';
import type { StepHandler } from '@counterstep/service-kit/server';
import type { StepScope } from '@counterstep/step-barrier';
import { reject, unchanged, type DocumentWrites } from '@counterstep/step-barrier/document-store';
import type { Context } from './context.ts';
import {
  firstOf,
  handedOver,
  liveParcel,
  MAIN_WAREHOUSE,
  pendingShipment,
  withdrawal,
  type Shipment,
} from './domain/shipment.ts';
import type {
  CompensationPayload,
  MutationRebookParcelArgs,
  MutationWithdrawParcelArgs,
  MutationWithdrawShipmentArgs,
  StepPayload,
} from './generated/schema.ts';
import { askToBook, askToCancel, type StepParts } from './step-parts.ts';

/** The steps that withdraw the parcels of a confirmed order, and rebook them. */
export const withdrawalSteps = (parts: StepParts) => ({
  withdrawShipment: withdrawShipment(parts),
  withdrawParcel: withdrawParcel(parts),
  rebookParcel: rebookParcel(parts),
});

const withdrawShipment =
  (parts: StepParts): StepHandler<MutationWithdrawShipmentArgs, StepPayload, Context> =>
  async ({ orderId }, { trace }, scope) =>
    withdraw(parts, firstOf(await parts.shipments.ofOrder(orderId)), trace, scope);

const withdrawParcel =
  (parts: StepParts): StepHandler<MutationWithdrawParcelArgs, StepPayload, Context> =>
  async ({ orderId, warehouse }, { trace }, scope) => {
    const shipments = await parts.shipments.ofOrder(orderId);
    const parcel =
      shipments.find(({ withdrawnBy }) => withdrawnBy === scope.key) ??
      liveParcel(shipments, warehouse) ??
      shipments.findLast((shipment) => shipment.warehouse === warehouse);
    return withdraw(parts, parcel, trace, scope);
  };

async function withdraw(
  parts: StepParts,
  known: Shipment | undefined,
  trace: Trace,
  scope: StepScope<DocumentWrites>,
) {
  const { shipments, clock } = parts;
  const decision = withdrawal(known);
  if (decision.kind === 'refused') return reject(decision.rejection);
  if (decision.kind === 'done') return unchanged({});
  const { shipment } = decision;
  // From here on nobody can report the hand-over until the carrier has answered.
  if (scope.invoked === 'NO') await scope.intend([shipments.holdBack(shipment, instant(clock), scope.key)]);
  const { outcome } = await askToCancel(parts, trace, shipment.carrierKey);
  return outcome === 'too-late'
    ? { writes: [shipments.letGo(shipment)], response: { rejection: handedOver } }
    : { writes: [shipments.cancel(shipment, instant(clock))], response: {} };
}

const rebookParcel =
  (parts: StepParts): StepHandler<MutationRebookParcelArgs, CompensationPayload, Context> =>
  async ({ address }, { trace }, scope) => {
    const { shipments, clock, carrier } = parts;
    const old = await shipments.withdrawnBy(scope.key);
    // Nothing was withdrawn: there was no parcel, or the carrier already had it.
    if (old === undefined || !(await isTakenBack(parts, old, trace))) return unchanged({ undone: false });
    const carrierKey = `${scope.key}:again`;
    let shipment = await shipments.withKey(carrierKey);
    if (shipment === undefined) {
      const { orderId, customerId, lines = [], warehouse = MAIN_WAREHOUSE } = old;
      const parcel = { orderId, customerId, lines, warehouse, address };
      const record = { id: newId(), carrierKey, carrier: carrier.name, createdAt: instant(clock) };
      await shipments.commit(shipments.recordPending(pendingShipment({ ...parcel, ...record })));
      shipment = await shipments.withKey(carrierKey);
    }
    if (shipment === undefined || shipment.status === 'CANCELLED') throw notTakenAgain();
    const { lines = [], orderId: reference } = shipment;
    const answer = await askToBook(parts, trace, { key: carrierKey, address, lines, reference });
    if (answer.outcome === 'booked')
      return { writes: [shipments.schedule(shipment, answer)], response: { undone: true } };
    await shipments.commit(shipments.cancel(shipment, instant(clock), 'The carrier does not take it again.'));
    throw notTakenAgain();
  };

/** Whether the parcel was withdrawn; asks the carrier again where its answer was lost. */
async function isTakenBack(parts: StepParts, shipment: Shipment, trace: Trace): Promise<boolean> {
  const { shipments, clock } = parts;
  if (shipment.status === 'CANCELLED') return true;
  if (shipment.cancellingSince === undefined) return false;
  const { outcome } = await askToCancel(parts, trace, shipment.carrierKey);
  const [write, taken] =
    outcome === 'too-late'
      ? [shipments.letGo(shipment), false]
      : [shipments.cancel(shipment, instant(clock)), true];
  await shipments.commit(write);
  return taken;
}

const notTakenAgain = (): CompensationImpossible =>
  new CompensationImpossible('The carrier does not take the parcel again.');
