import { type UserError, type ValidationError } from '@counterstep/service-kit';
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
  type StartedSaga,
} from '@counterstep/saga-engine';
import type { CancelOrderInput, CancelOrderWait, PlaceOrderSagaInput } from '../generated/schema.ts';
import {
  decideCancellation,
  handedOver,
  isDecided,
  refusalOf,
  type Refusal,
} from './cancellation-decision.ts';
import type { Precheck } from './precheck.ts';
import { checkRequest, sagaInput, unitsOf, wantedOf, whyOf } from './request.ts';

export type OrderNotFound = UserError<'OrderNotFound'>;
export type OrderNotCancellable = UserError<'OrderNotCancellable'>;
export type NotCancellable = UserError<'NotCancellable'> & {
  readonly sku: string;
  readonly cancellable: number;
};
export type CancelOrderError = ValidationError | OrderNotFound | OrderNotCancellable | NotCancellable;

/** What became of a cancellation so far; without a saga there is no such order, or the request is malformed. */
export interface Cancellation {
  readonly saga?: SagaDocument;
  readonly errors: readonly CancelOrderError[];
}

export interface CancelOrderDependencies {
  readonly runner: SagaRunner;
  readonly sagas: SagaStore;
  readonly precheck: Precheck;
}

type Request = Pick<RequestContext, 'correlationId'> &
  Partial<Pick<RequestContext, 'trace'>> & { readonly viewer: Viewer };

const TYPE = 'CancelOrder';

/** An order has a few sagas; whoever is refused again and again leaves one behind each time. */
const NEWEST = 50;

/**
 * Cancels an order or lines of it, or says why not. Asking again, also at the same moment, changes nothing: there is one
 * saga that cancels, and only after it could not, or has cancelled a part, is there another.
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
  const errors = refusalsOf(saga);
  const ofLines = errors.some(({ code }) => aboutUnits.has(code)) ? await tooMany(input, dependencies) : [];
  return { saga, errors: ofLines.length > 0 ? ofLines : errors };
}

/** Why a saga could not cancel lines, where that depends on how many units were asked for. */
const aboutUnits: ReadonlySet<string> = new Set(['NOT_CANCELLABLE', handedOver.code]);

/** The lines of the request of which fewer units can be cancelled, as far as that is known. */
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
      // Somebody else has begun to cancel something else.
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

/** Why a saga would not cancel it, as far as that is known; the saga decides all the same. */
async function knownRefusals(
  input: CancelOrderInput,
  dependencies: CancelOrderDependencies,
): Promise<readonly CancelOrderError[]> {
  if (input.lines != null) return tooMany(input, dependencies);
  const isHandedOver = await dependencies.precheck.carrierHas(input.orderId);
  return isHandedOver ? [notCancellable(handedOver)] : [];
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
    // The order's latest saga is the one that has started last.
    ...(latest === undefined ? {} : { startedAfter: latest.startedAt }),
  });
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
