import { checkLength, validationError, type Logger, type ValidationError } from '@counterstep/service-kit';
import { maySee } from '@counterstep/service-kit/server';
import type { SagaDocument, SagaRunner, SagaStore } from '@counterstep/saga-engine';
import type { Ask } from '@counterstep/saga-service';
import { awaitSaga, hasStopped } from '../await-saga.ts';
import {
  RecordClosingDocument,
  RecordReceiptDocument,
  ReturnStatusDocument,
  type DecisionFragment,
} from '../generated/orders.ts';
import type { CloseReturnInput, ReceiveReturnInput } from '../generated/schema.ts';
import { ParcelStatusDocument } from '../generated/shipping.ts';
import type { ViewerRequest } from '../viewer-request.ts';
import {
  notReturnable,
  returnNotFound,
  stateConflict,
  type ReturnAnswer,
  type ReturnError,
} from './errors.ts';
import { isReceiptDecided, sagaOfReturn } from './return-saga.ts';

export interface SettleReturnDependencies {
  readonly runner: SagaRunner;
  readonly sagas: SagaStore;
  readonly ask: Ask;
  readonly log?: Pick<Logger, 'debug'>;
}

const MAX_NOTE = 500;
const MAX_LINES = 50;
const MAX_WAREHOUSE = 32;

/**
 * Records what was received of a return, and lets its saga continue. Repeating the call changes nothing.
 *
 * @throws {ServiceUnavailable} when orders cannot be asked; the same may be said again.
 */
export async function receiveReturn(
  { returnId, warehouse, lines, note }: ReceiveReturnInput,
  request: ViewerRequest,
  dependencies: SettleReturnDependencies,
): Promise<ReturnAnswer> {
  const problems = checkReceipt({ warehouse, lines, note: note ?? null });
  if (problems.length > 0) return { errors: problems };
  const saga = await dependencies.sagas.get(sagaOfReturn(returnId));
  if (saga === undefined) return { errors: [returnNotFound] };
  const input = { returnId, warehouse, lines, note: note?.trim() ?? null };
  const { recordReceipt } = await dependencies.ask('orders', RecordReceiptDocument, { input }, request);
  return goOn(recordReceipt, returnId, saga, isReceiptDecided, dependencies);
}

/**
 * Closes a return of which nothing has been received, and has its saga undo it.
 *
 * @throws {ServiceUnavailable} when orders or shipping cannot be asked; the same may be said again.
 */
export async function closeReturn(
  { returnId, reason }: CloseReturnInput,
  request: ViewerRequest,
  dependencies: SettleReturnDependencies,
): Promise<ReturnAnswer> {
  const problems = checkLength(reason, ['input', 'reason'], 1, MAX_NOTE);
  if (problems.length > 0) return { errors: problems };
  const saga = await dependencies.sagas.get(sagaOfReturn(returnId));
  if (saga === undefined || !maySee(request, saga.owner ?? '')) return { errors: [returnNotFound] };
  const isOnItsWay = request.viewer.role !== 'ADMIN' && (await carrierHas(saga, request, dependencies.ask));
  if (isOnItsWay) return { returnId, saga, errors: await onItsWay(returnId, request, dependencies.ask) };
  const input = { returnId, reason: reason.trim() };
  const { recordClosing } = await dependencies.ask('orders', RecordClosingDocument, { input }, request);
  return goOn(recordClosing, returnId, saga, hasStopped, dependencies);
}

/** Tells the saga about a recorded decision; this is only a hint, since the saga also checks by itself. */
async function goOn(
  decision: DecisionFragment,
  returnId: string,
  saga: SagaDocument,
  isKnown: (saga: SagaDocument) => boolean,
  { runner, log }: SettleReturnDependencies,
): Promise<ReturnAnswer> {
  const refusal = refusalOf(decision);
  if (refusal !== undefined)
    return refusal.__typename === 'ReturnNotFound'
      ? { errors: [refusal] }
      : { returnId, saga, errors: [refusal] };
  await runner.wake(saga.id, 'awaitParcel').catch((error: unknown) => {
    log?.debug({ err: error, sagaId: saga.id }, 'the saga of a return cannot be woken');
  });
  return { returnId, saga: await awaitSaga(runner, saga, isKnown), errors: [] };
}

function refusalOf({
  return: found,
  rejection,
  sku,
  returnable,
}: DecisionFragment): Exclude<ReturnError, ValidationError> | undefined {
  if (rejection == null) return undefined;
  if (sku != null) return notReturnable(rejection, { sku, returnable: returnable ?? 0 });
  return found == null ? returnNotFound : stateConflict(rejection, found.status);
}

const withCarrier: ReadonlySet<string> = new Set(['HANDED_OVER', 'IN_TRANSIT', 'DELIVERED']);

/** Whether the carrier has the returned parcel. */
async function carrierHas(saga: SagaDocument, request: ViewerRequest, ask: Ask): Promise<boolean> {
  const { correlationId } = request;
  const shipmentId = saga.steps.find(({ name }) => name === 'bookReturnParcel')?.output?.['shipmentId'];
  if (shipmentId === undefined) return false;
  const orderId = saga.subject ?? '';
  const { shipmentRecords } = await ask('shipping', ParcelStatusDocument, { orderId }, { correlationId });
  return shipmentRecords.nodes.some(({ id, status }) => id === shipmentId && withCarrier.has(status));
}

async function onItsWay(returnId: string, request: ViewerRequest, ask: Ask): Promise<readonly ReturnError[]> {
  const { return: found } = await ask('orders', ReturnStatusDocument, { id: returnId }, request);
  if (found == null) return [returnNotFound];
  const message =
    'The carrier has the parcel already: it is closed once it was received, or was not in time.';
  return [stateConflict({ code: 'PARCEL_HANDED_OVER', message }, found.status)];
}

function checkReceipt({
  warehouse,
  lines,
  note,
}: Pick<ReceiveReturnInput, 'warehouse' | 'lines' | 'note'>): readonly ValidationError[] {
  const path = ['input', 'lines'];
  const skus = lines.map(({ sku }) => sku);
  return [
    ...checkLength(warehouse, ['input', 'warehouse'], 1, MAX_WAREHOUSE),
    ...checkLength(note ?? '', ['input', 'note'], 0, MAX_NOTE),
    ...(lines.length < 1 || lines.length > MAX_LINES
      ? [validationError(`lines must be 1 to ${MAX_LINES}.`, path)]
      : []),
    ...lines.flatMap((line, index) => {
      const at = (field: string) => [...path, String(index), field];
      return [
        ...(skus.indexOf(line.sku) < index ? [validationError(`${line.sku} comes twice.`, at('sku'))] : []),
        ...(line.accepted < 0 ? [validationError('accepted must be at least 0.', at('accepted'))] : []),
        ...(line.resellable < 0 || line.resellable > line.accepted
          ? [validationError('resellable must be 0 to what is accepted.', at('resellable'))]
          : []),
      ];
    }),
  ];
}
