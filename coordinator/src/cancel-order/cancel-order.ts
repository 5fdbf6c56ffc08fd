import { fingerprint, type UserError, type ValidationError } from '@counterstep/service-kit';
import { maySee, type RequestContext } from '@counterstep/service-kit/server';
import type { Viewer } from '@counterstep/identity';
import {
  hasEnded,
  sagaIdOf,
  type CommandResult,
  type RefusalCode,
  type SagaRunner,
  type SagaDocument,
  type SagaStore,
} from '@counterstep/saga-engine';
import type { CancelOrderInput, CancelOrderWait, PlaceOrderSagaInput } from '../generated/schema.ts';
import {
  decideCancellation,
  handedOver,
  isDecided,
  refusalOf,
  type Refusal,
} from './cancellation-decision.ts';
import { checkRequest, sagaInput, whyOf } from './request.ts';

export type OrderNotFound = UserError<'OrderNotFound'>;
export type OrderNotCancellable = UserError<'OrderNotCancellable'>;
export type CancelOrderError = ValidationError | OrderNotFound | OrderNotCancellable;

/** What became of a cancellation so far; without a saga there is no such order, or the request is malformed. */
export interface Cancellation {
  readonly saga?: SagaDocument;
  readonly errors: readonly CancelOrderError[];
}

export interface CancelOrderDependencies {
  readonly runner: SagaRunner;
  readonly sagas: SagaStore;
  /** Whether it is known that the carrier has the order's parcel; false where that cannot be told now. */
  readonly carrierHas: (orderId: string) => Promise<boolean>;
}

type Request = Pick<RequestContext, 'correlationId'> &
  Partial<Pick<RequestContext, 'trace'>> & { readonly viewer: Viewer };

const TYPE = 'CancelOrder';

/** An order has a few sagas; whoever is refused again and again leaves one behind each time. */
const NEWEST = 50;

/**
 * Cancels an order, or says why not. Asking again, also at the same moment, changes nothing: there is one saga that
 * cancels the order, and only after it could not is there another.
 *
 * @throws {StoreUnavailable} when it is unknown whether a cancellation has begun; it may be asked for again.
 */
export async function cancelOrder(
  input: CancelOrderInput,
  request: Request,
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
  return { saga, errors: refusalsOf(saga) };
}

/** Why the saga does not cancel its order after all; empty where it does, or where that is not known yet. */
export function refusalsOf(saga: SagaDocument): readonly OrderNotCancellable[] {
  const refusal = refusalOf(saga);
  return refusal === undefined ? [] : [notCancellable(refusal)];
}

/** The sagas of an order: the one that has placed it, and the latest of those that cancel it. */
interface History {
  readonly known: readonly SagaDocument[];
  /** How many earlier ones could not cancel it. */
  readonly unread: number;
}

/** Has that saga cancel the order which its known sagas call for, or says why none does. */
async function pursue(
  { known, unread }: History,
  passedPivot: boolean,
  input: CancelOrderInput,
  request: Request,
  dependencies: CancelOrderDependencies,
): Promise<Cancellation> {
  const { runner } = dependencies;
  const decision = decideCancellation(known, passedPivot, unread);
  switch (decision.kind) {
    case 'unknown-order':
      return { errors: [notFound()] };
    case 'refuse':
      return { saga: decision.saga, errors: [notCancellable(decision.refusal)] };
    case 'follow':
      return { saga: decision.saga, errors: [] };
    case 'begin':
      // The pivot decides all the same; this only spares a saga whose end is known.
      if (await dependencies.carrierHas(input.orderId))
        return { saga: known.at(-1) ?? decision.placing, errors: [notCancellable(handedOver)] };
      return { saga: await startSaga(runner, known, decision, input, request), errors: [] };
    case 'turn-back': {
      const result = await turnBack(runner, decision.placing, input, request);
      if (result.kind === 'absent') return { errors: [notFound()] };
      const { saga: placing } = result;
      if (result.kind === 'refused' && !hasPassed.includes(result.refusal.code))
        return { saga: placing, errors: [notCancellable(result.refusal)] };
      const since = known.map((saga) => (saga.id === placing.id ? placing : saga));
      return pursue({ known: since, unread }, true, input, request, dependencies);
    }
  }
}

/** Refusals that say that the placing cannot be turned back any more; its state says what that means. */
const hasPassed: readonly RefusalCode[] = ['PAST_PIVOT', 'SAGA_ENDED'];

function turnBack(
  runner: SagaRunner,
  placing: SagaDocument,
  input: CancelOrderInput,
  { viewer }: Request,
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
  { viewer, correlationId, trace }: Request,
): Promise<SagaDocument> {
  const placed = placing.input as unknown as PlaceOrderSagaInput;
  const { orderId, customerId } = placed;
  const latest = known.at(-1);
  const { saga } = await runner.startSaga({
    sagaId: sagaIdOf(TYPE, orderId, String(attempt)),
    definitionName: TYPE,
    input: sagaInput(placed, whyOf(input, viewer, customerId), viewer),
    // Whoever asks for it, and for whatever reason: it is the same cancellation.
    requestHash: fingerprint([TYPE, orderId]),
    correlationId,
    ...(trace && { trace }),
    ...(placing.traceparent === undefined ? {} : { links: [placing.traceparent] }),
    subject: orderId,
    owner: customerId,
    // The order's latest saga is the one that has started last.
    ...(latest === undefined ? {} : { startedAfter: latest.startedAt }),
  });
  return saga;
}

const DECIDED_LIMIT_MS = 5_000;
const FINISHED_LIMIT_MS = 10_000;

/** The saga at the moment when the client wants its answer, or when the limit for that is over. */
async function awaitDecision(
  runner: SagaRunner,
  saga: SagaDocument,
  waitFor: CancelOrderWait,
): Promise<SagaDocument> {
  const [condition, limitMs] =
    waitFor === 'DECIDED'
      ? ([isDecided, DECIDED_LIMIT_MS] as const)
      : ([hasEnded, FINISHED_LIMIT_MS] as const);
  const awaited = await runner.until(saga.id, condition, limitMs);
  return awaited ?? (await runner.until(saga.id, () => true, 0)) ?? saga;
}

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
