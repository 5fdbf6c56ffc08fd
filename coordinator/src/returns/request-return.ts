import { checkLength, fingerprint, instant, newId, type Clock } from '@counterstep/service-kit';
import type { ValidationError } from '@counterstep/service-kit';
import { maySee } from '@counterstep/service-kit/server';
import type { SagaDocument, SagaRunner, SagaStore } from '@counterstep/saga-engine';
import type { Ask } from '@counterstep/saga-service';
import { awaitSaga } from '../await-saga.ts';
import { checkUnits, unitsOf } from '../cancel-order/request.ts';
import type { PlaceOrderSagaInput, RequestReturnInput, ReturnOrderSagaInput } from '../generated/schema.ts';
import { RETURN_WAIT_DAYS } from '../sagas/return-order/definition.ts';
import type { ViewerRequest } from '../viewer-request.ts';
import { conflict, notReturnable, orderNotFound, type ReturnAnswer, type ReturnError } from './errors.ts';
import { askForUnits, tooMany } from './returnable.ts';
import { isOpened, isParcelDecided, RETURN_SAGA, returnIdOf, sagaOfReturn } from './return-saga.ts';

export interface RequestReturnDependencies {
  readonly runner: SagaRunner;
  readonly sagas: SagaStore;
  readonly ask: Ask;
  readonly clock: Clock;
}

const MAX_NOTE = 500;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Starts a return, or says why not. The same key and input is the same return.
 *
 * @throws {ServiceUnavailable} when orders cannot be asked; nothing has happened.
 * @throws {StoreUnavailable} when it is unknown whether the return has begun; the same key may be used again.
 */
export async function requestReturn(
  input: RequestReturnInput,
  request: ViewerRequest,
  dependencies: RequestReturnDependencies,
): Promise<ReturnAnswer> {
  const problems = checkRequest(input);
  if (problems.length > 0) return { errors: problems };
  const returnId = returnIdOf(request.viewer.id, input.idempotencyKey ?? newId());
  const known =
    input.idempotencyKey == null ? undefined : await dependencies.sagas.get(sagaOfReturn(returnId));
  const begun = known ?? (await begin(input, returnId, request, dependencies));
  if ('errors' in begun) return begun;
  if (begun.requestHash !== hashOf(input)) return { errors: [conflict] };
  const saga = await awaitSaga(dependencies.runner, begun, isParcelDecided);
  const errors = await refusalsOf(saga, input, request, dependencies);
  return { ...(isOpened(saga) && { returnId }), saga, errors };
}

/** Everything wrong with a request that shows without reading the order. */
const checkRequest = ({ lines, note, idempotencyKey }: RequestReturnInput): readonly ValidationError[] => [
  ...checkUnits(lines),
  ...checkLength(note ?? '', ['input', 'note'], 0, MAX_NOTE),
  ...(idempotencyKey == null ? [] : checkLength(idempotencyKey, ['input', 'idempotencyKey'], 8, 128)),
];

const hashOf = ({ orderId, lines, reason, note }: RequestReturnInput): string =>
  fingerprint([RETURN_SAGA, orderId, unitsOf(lines), reason, note?.trim() ?? '']);

async function begin(
  input: RequestReturnInput,
  returnId: string,
  request: ViewerRequest,
  { runner, sagas, ask, clock }: RequestReturnDependencies,
): Promise<SagaDocument | ReturnAnswer> {
  const { sagas: ofOrder } = await sagas.oldestAndNewestOf(input.orderId, 1);
  const placing = ofOrder.find(({ definitionName }) => definitionName === 'PlaceOrder');
  const owner = placing?.owner;
  if (placing === undefined || owner === undefined || !maySee(request, owner))
    return { errors: [orderNotFound] };
  const units = await askForUnits(ask, request, input.orderId);
  if (units === undefined) return { errors: [orderNotFound] };
  // The order makes the actual decision; this only spares a saga whose failure is certain.
  const errors = tooMany(units, unitsOf(input.lines));
  if (errors.length > 0) return { errors };
  const { correlationId, trace, viewer } = request;
  const latest = ofOrder.at(-1);
  const { saga } = await runner.startSaga({
    sagaId: sagaOfReturn(returnId),
    definitionName: RETURN_SAGA,
    input: { ...sagaInput(input, placing, clock), returnId, customerId: owner, requestedBy: viewer.id },
    ...{ requestHash: hashOf(input), correlationId, subject: input.orderId, owner },
    ...(trace && { trace }),
    ...(placing.traceparent === undefined ? {} : { links: [placing.traceparent] }),
    // The order's latest saga is the one that started last.
    ...(latest === undefined ? {} : { startedAfter: latest.startedAt }),
  });
  return saga;
}

/** Makes the saga's input; an archived placing no longer knows whom to write to. */
function sagaInput(
  { orderId, lines, reason, note }: RequestReturnInput,
  placing: SagaDocument,
  clock: Clock,
): Omit<ReturnOrderSagaInput, 'returnId' | 'customerId' | 'requestedBy'> {
  const { email, name } = placing.input as unknown as Partial<PlaceOrderSagaInput>;
  const requestedAt = instant(clock);
  const given = note?.trim() ?? '';
  return {
    ...{ orderId, email: email ?? null, name: name ?? '', lines: unitsOf(lines), reason },
    ...{ note: given === '' ? null : given, requestedAt },
    receiveBy: new Date(Date.parse(requestedAt) + RETURN_WAIT_DAYS * DAY_MS).toISOString(),
  };
}

/** Why a return was refused; empty if it has begun. */
async function refusalsOf(
  { direction, failure }: SagaDocument,
  { orderId, lines }: RequestReturnInput,
  request: ViewerRequest,
  { ask }: RequestReturnDependencies,
): Promise<readonly ReturnError[]> {
  const [first] = lines;
  const isRefused = failure?.step === 'openReturn' || failure?.step === 'bookReturnParcel';
  if (direction !== 'BACKWARD' || !isRefused || first === undefined) return [];
  const units = await askForUnits(ask, request, orderId);
  const known = units && failure.step === 'openReturn' ? tooMany(units, unitsOf(lines)) : [];
  return known.length > 0 ? known : [notReturnable(failure, { sku: first.sku, returnable: 0 })];
}
