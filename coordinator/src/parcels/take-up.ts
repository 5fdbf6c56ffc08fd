import {
  sagaIdOf,
  type SagaDocument,
  type SagaRunner,
  type SagaStore,
  type StartedSaga,
} from '@counterstep/saga-engine';
import { fingerprint, newId } from '@counterstep/service-kit';
import type { MoveParcelSagaInput, ParcelMovement, PlaceOrderSagaInput } from '../generated/schema.ts';
import type { ReportFragment } from '../generated/shipping.ts';

const TYPE = 'MoveParcel';

const movements: ReadonlySet<string> = new Set<ParcelMovement>(['HANDED_OVER', 'IN_TRANSIT', 'DELIVERED']);

const isMovement = (status: string): status is ParcelMovement => movements.has(status);

export interface TakeUpDependencies {
  readonly runner: Pick<SagaRunner, 'startSaga'>;
  readonly sagas: Pick<SagaStore, 'oldestAndNewestOf'>;
}

/**
 * Starts the saga of a carrier's report; a report of a parcel that is sent back has none. The saga's id is made of the
 * shipment and the status, so that a repeated report is taken up once.
 *
 * @throws {StoreUnavailable} when it is unknown whether there is a saga now; the report may be taken up again.
 */
export async function takeUp(
  report: ReportFragment,
  { runner, sagas }: TakeUpDependencies,
): Promise<StartedSaga | undefined> {
  const { shipmentId, orderId, status, returnId } = report;
  if (returnId != null || !isMovement(status)) return undefined;
  const { sagas: ofOrder } = await sagas.oldestAndNewestOf(orderId, 1);
  const placing = ofOrder.find(({ definitionName }) => definitionName === 'PlaceOrder');
  const latest = ofOrder.at(-1);
  const customer = placing?.owner ?? report.customerId;
  return runner.startSaga({
    sagaId: sagaIdOf(TYPE, shipmentId, status),
    definitionName: TYPE,
    input: { ...sagaInput(report, status, placing), customerId: customer },
    requestHash: fingerprint([TYPE, shipmentId, status]),
    correlationId: newId(),
    subject: orderId,
    owner: customer,
    ...(placing?.traceparent === undefined ? {} : { links: [placing.traceparent] }),
    // The order's latest saga is the one that started last.
    ...(latest === undefined ? {} : { startedAfter: latest.startedAt }),
  });
}

/** If the placing is archived, or the order is older than its sagas, it is not known whom to write to. */
const sagaInput = (
  report: ReportFragment,
  status: ParcelMovement,
  placing: SagaDocument | undefined,
): MoveParcelSagaInput => {
  const { email, name } = (placing?.input ?? {}) as unknown as Partial<PlaceOrderSagaInput>;
  const number = placing?.steps.find((step) => step.name === 'createOrder')?.output?.['number'];
  const { orderId, customerId, shipmentId, warehouse, lines, trackingNumber } = report;
  return {
    ...{ orderId, customerId, shipmentId, warehouse, status },
    ...{ email: email ?? null, name: name ?? '', number: typeof number === 'string' ? number : null },
    ...{ lines, trackingNumber: trackingNumber ?? null },
  };
};
