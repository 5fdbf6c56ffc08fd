import { type UserError, type ValidationError } from '@counterstep/service-kit';
import { maySee } from '@counterstep/service-kit/server';
import {
  hasEnded,
  sagaIdOf,
  type CommandResult,
  type RefusalCode,
  type SagaRunner,
  type SagaDocument,
  type SagaStore,
  type StartedSaga,
} from '@counterstep/saga-engine';
import { awaitSaga, DECIDED_LIMIT_MS, FINISHED_LIMIT_MS, isOutcomeKnown } from '../await-saga.ts';
import type { CancelOrderInput, CancelOrderWait, PlaceOrderSagaInput } from '../generated/schema.ts';
import type { ViewerRequest } from '../viewer-request.ts';
import { decideCancellation, handedOver, refusalOf, type Refusal } from './cancellation-decision.ts';
import type { Precheck } from './precheck.ts';
import { checkRequest, sagaInput, unitsOf, wantedOf, whyOf } from './request.ts';

export type OrderNotFound = UserError<'OrderNotFound'>;
export type OrderNotCancellable = UserError<'OrderNotCancellable'>;
export type NotCancellable = UserError<'NotCancellable'> & {
  readonly sku: string;
  readonly cancellable: number;
};
export type CancelOrderError = ValidationError | OrderNotFound | OrderNotCancellable | NotCancellable;

/** The state of a cancellation; without a saga, the order does not exist or the request is malformed. */
export interface Cancellation {
  readonly saga?: SagaDocument;
  readonly errors: readonly CancelOrderError[];
}

export interface CancelOrderDependencies {
  readonly runner: SagaRunner;
  readonly sagas: SagaStore;
  readonly precheck: Precheck;
}

const TYPE = 'CancelOrder';

/** The most recent sagas of an order that are read: usually there are few, but each refused request leaves one. */
const NEWEST = 50;

/**
 * Cancels an order or some of its lines, or says why not. Repeated and concurrent requests share one saga; there is a
 * further one only after a saga could not cancel the order, or cancelled a part of it.
 *
 * @throws {StoreUnavailable} when it is unknown whether a cancellation has begun; it may be asked for again.
 */
export async function cancelOrder(
  input: CancelOrderInput,
  request: ViewerRequest,
  dependencies: CancelOrderDependencies,
): Promise<Cancellation> {
  const problems = checkRequest(input);
  if (problems.length > 0) return { errors: problems };
  const { sagas, between } = await dependencies.sagas.oldestAndNewestOf(input.orderId, NEWEST);
  const known = sagas.filter(({ owner }) => maySee(request, owner ?? ''));
  const history = { known, unread: between };
  const begun = await pursue(history, false, input, request, dependencies);
  if (begun.saga === undefined || begun.errors.length > 0) return begun;
  const saga = await awaitDecision(dependencies.runner, begun.saga, input.waitFor ?? 'DECIDED');
  const errors = refusalsOf(saga);
  const ofLines = errors.some(({ code }) => aboutUnits.has(code)) ? await tooMany(input, dependencies) : [];
  return { saga, errors: ofLines.length > 0 ? ofLines : errors };
}

/** The saga's refusal codes that depend on how many units were requested. */
const aboutUnits: ReadonlySet<string> = new Set(['NOT_CANCELLABLE', handedOver.code]);

/** The requested lines of which fewer units can be cancelled; empty if that cannot be told. */
async function tooMany(
  { orderId, lines }: CancelOrderInput,
  { precheck }: CancelOrderDependencies,
): Promise<readonly NotCancellable[]> {
  const cancellable = lines == null ? undefined : await precheck.cancellable(orderId);
  if (lines == null || cancellable === undefined) return [];
  return unitsOf(lines).flatMap(({ sku, quantity }) => {
    const most = cancellable.get(sku) ?? 0;
    return quantity > most ? [unitsNotCancellable(sku, most)] : [];
  });
}

/** Why the saga does not cancel its order; empty if it does, or has not decided yet. */
export function refusalsOf(saga: SagaDocument): readonly OrderNotCancellable[] {
  const refusal = refusalOf(saga);
  return refusal === undefined ? [] : [notCancellable(refusal)];
}

/** An order's sagas: its placing and the latest cancellations, as far as the client may see them. */
interface History {
  readonly known: readonly SagaDocument[];
  /** How many sagas between these were not read. */
  readonly unread: number;
}

/** Starts or joins the saga that should cancel the order, given its known sagas, or says why there is none. */
async function pursue(
  { known, unread }: History,
  passedPivot: boolean,
  input: CancelOrderInput,
  request: ViewerRequest,
  dependencies: CancelOrderDependencies,
): Promise<Cancellation> {
  const decision = decideCancellation(known, wantedOf(TYPE, input), passedPivot, unread);
  switch (decision.kind) {
    case 'unknown-order':
      return { errors: [notFound()] };
    case 'refuse':
      return { saga: decision.saga, errors: [notCancellable(decision.refusal)] };
    case 'follow':
      return { saga: decision.saga, errors: [] };
    case 'begin': {
      const errors = await knownRefusals(input, dependencies);
      if (errors.length > 0) return { saga: known.at(-1) ?? decision.placing, errors };
      const { outcome, saga } = await startSaga(dependencies.runner, known, decision, input, request);
      if (outcome !== 'CONFLICT') return { saga, errors: [] };
      // Another request has begun a different cancellation.
      const since = [...known.filter(({ id }) => id !== saga.id), saga];
      return pursue({ known: since, unread }, passedPivot, input, request, dependencies);
    }
    case 'turn-back': {
      const result = await turnBack(dependencies.runner, decision.placing, input, request);
      if (result.kind === 'absent') return { errors: [notFound()] };
      const { saga: placing } = result;
      if (result.kind === 'refused' && !hasPassed.includes(result.refusal.code))
        return { saga: placing, errors: [notCancellable(result.refusal)] };
      const since = known.map((saga) => (saga.id === placing.id ? placing : saga));
      return pursue({ known: since, unread }, true, input, request, dependencies);
    }
  }
}

/** Why a saga would refuse, as far as is known now; the saga makes the actual decision. */
async function knownRefusals(
  input: CancelOrderInput,
  dependencies: CancelOrderDependencies,
): Promise<readonly CancelOrderError[]> {
  if (input.lines != null) return tooMany(input, dependencies);
  const isHandedOver = await dependencies.precheck.carrierHas(input.orderId);
  return isHandedOver ? [notCancellable(handedOver)] : [];
}

/** Refusals that mean that the placing can no longer be turned back; its state then decides what follows. */
const hasPassed: readonly RefusalCode[] = ['PAST_PIVOT', 'SAGA_ENDED'];

function turnBack(
  runner: SagaRunner,
  placing: SagaDocument,
  input: CancelOrderInput,
  { viewer }: ViewerRequest,
): Promise<CommandResult> {
  const failure = whyOf(input, viewer, placing.owner);
  return runner.command(placing.id, {
    kind: 'compensate',
    actor: viewer.email,
    reason: failure.message,
    failure,
  });
}

async function startSaga(
  runner: SagaRunner,
  known: readonly SagaDocument[],
  { placing, attempt }: { readonly placing: SagaDocument; readonly attempt: number },
  input: CancelOrderInput,
  { viewer, correlationId, trace }: ViewerRequest,
): Promise<StartedSaga> {
  const placed = placing.input as unknown as PlaceOrderSagaInput;
  const { orderId, customerId } = placed;
  const latest = known.at(-1);
  return runner.startSaga({
    sagaId: sagaIdOf(TYPE, orderId, String(attempt)),
    definitionName: TYPE,
    input: sagaInput(placed, input, whyOf(input, viewer, customerId), viewer),
    requestHash: wantedOf(TYPE, input).hash,
    correlationId,
    ...(trace && { trace }),
    ...(placing.traceparent === undefined ? {} : { links: [placing.traceparent] }),
    subject: orderId,
    owner: customerId,
    // The order's latest saga is the one that started last.
    ...(latest === undefined ? {} : { startedAfter: latest.startedAt }),
  });
}

/** Waits until the saga has reached what the client waits for, or the time limit is over. */
const awaitDecision = (
  runner: SagaRunner,
  saga: SagaDocument,
  waitFor: CancelOrderWait,
): Promise<SagaDocument> =>
  waitFor === 'DECIDED'
    ? awaitSaga(runner, saga, isOutcomeKnown, DECIDED_LIMIT_MS)
    : awaitSaga(runner, saga, hasEnded, FINISHED_LIMIT_MS);

const path = ['input', 'orderId'];

const notFound = (): OrderNotFound => ({
  __typename: 'OrderNotFound',
  code: 'ORDER_NOT_FOUND',
  message: 'There is no such order.',
  path,
});

const notCancellable = ({ code, message }: Refusal): OrderNotCancellable => ({
  __typename: 'OrderNotCancellable',
  code,
  message,
  path,
});

const unitsNotCancellable = (sku: string, cancellable: number): NotCancellable => ({
  __typename: 'NotCancellable',
  code: 'NOT_CANCELLABLE',
  message:
    cancellable === 0
      ? `No unit of ${sku} can be cancelled.`
      : `Only ${cancellable} of ${sku} can be cancelled.`,
  path: ['input', 'lines'],
  sku,
  cancellable,
});
