import type { Span, Trace } from '@counterstep/primitives';
import type { SagaDocument } from './saga-store.ts';
import { linkedTo } from './clock.ts';
import type { SagaCall } from './core/next-call.ts';
import type { PlannedStep } from './core/definition.ts';
import type { Instant } from './core/instant.ts';
import { outcomeOf, type Outcome, type StepAnswer } from './core/outcome.ts';
import { labelOf } from './core/state.ts';
import { itemScope, scopeOf } from './core/fan-out.ts';
import { render } from './core/template.ts';
import { instantIn, type Engine } from './engine.ts';
import { beginAttempt } from './tracing.ts';
import { transportCodes, type StepRequest } from './transport.ts';

/** How an attempt went; only the kind `outcome` says what the participant did. */
export type AttemptResult =
  | { readonly kind: 'outcome'; readonly outcome: Outcome }
  /** Another coordinator owns the saga. */
  | { readonly kind: 'stale' }
  /** The saga changed before the attempt; nothing was sent. */
  | { readonly kind: 'superseded' }
  /** The circuit is open; nothing was sent. */
  | { readonly kind: 'delayed'; readonly ms: number }
  /** The coordinator is stopping; the attempt may have been sent. */
  | { readonly kind: 'abandoned' };

/** The deadline for an attempt to take effect, within the claim, so that no effect comes after the claim has ended. */
const deadlineOf = (engine: Engine, saga: SagaDocument, { policies }: PlannedStep): Instant =>
  instantIn(engine, Math.min(policies.attemptTimeoutMs, engine.leases.leftMs(saga)));

const requestOf = (
  engine: Engine,
  saga: SagaDocument,
  step: PlannedStep,
  call: SagaCall,
): Omit<StepRequest, 'signal'> => {
  const { definition } = step;
  const sent = call.operation === 'invoke' ? definition.invoke : definition.compensate;
  if (sent === undefined) throw new Error(`The step ${definition.name} cannot be undone.`);
  const { item } = call;
  const scope = item === undefined ? scopeOf(saga) : itemScope(definition, saga, item);
  const variables = Object.entries(sent.variables).map(([name, template]) => [name, render(template, scope)]);
  return {
    subgraph: definition.subgraph,
    document: sent.document,
    variables: {
      ...(Object.fromEntries(variables) as StepRequest['variables']),
      step: {
        sagaId: saga.id,
        step: definition.name,
        ...(item !== undefined && { item }),
        epoch: saga.epoch,
        deadline: deadlineOf(engine, saga, step),
      },
    },
    correlationId: saga.correlationId,
  };
};

const noAnswer = (why: keyof typeof transportCodes, message: string): StepAnswer => ({
  kind: 'error',
  code: transportCodes[why],
  message,
});

/** Resolves with undefined once the signal is aborted. */
const aborted = (signal: AbortSignal): Promise<undefined> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => {
      resolve(undefined);
    });
  });

type Request = Omit<StepRequest, 'signal'>;

/** The request with its deadline converted to the subgraph's clock. */
const inTheirTime = ({ skew }: Engine, request: Request): Request => {
  const { step, ...variables } = request.variables;
  const { deadline, ...call } = step as unknown as { readonly deadline: Instant };
  const theirs = { ...call, deadline: skew.theirs(request.subgraph, deadline) };
  return { ...request, variables: { ...variables, step: theirs } };
};

type Told = ReturnType<typeof outcomeOf>;

/** An outcome with the instants of a wait converted from the subgraph's clock to ours. */
const inOurTime = ({ skew }: Engine, subgraph: string, told: Told): Told =>
  told.kind === 'waiting'
    ? {
        ...told,
        askAgainAt: skew.ours(subgraph, told.askAgainAt),
        until: skew.ours(subgraph, told.until),
      }
    : told;

/** Sends a request, and measures the subgraph's clock by the answer. */
const sendOnce = async (engine: Engine, request: Request, signal: AbortSignal): Promise<StepAnswer> => {
  const { subgraph } = request;
  const sentAt = engine.clock.monotonic();
  const answer = await engine.transport.send({ ...inTheirTime(engine, request), signal });
  if (answer.clock !== undefined) engine.skew.note(subgraph, answer.clock, sentAt);
  return answer;
};

/**
 * Sends a request, and sends it again if the subgraph found it late by a clock that turns out to be ahead of what we
 * assumed.
 */
const send = async (engine: Engine, request: Request, signal: AbortSignal): Promise<StepAnswer> => {
  const { subgraph } = request;
  const assumedMs = engine.skew.skewMs(subgraph);
  const answer = await sendOnce(engine, request, signal);
  const isLate = answer.kind === 'error' && answer.code === 'DEADLINE_EXCEEDED';
  return isLate && engine.skew.skewMs(subgraph) > assumedMs && !signal.aborted
    ? sendOnce(engine, request, signal)
    : answer;
};

/** The answer to a request, or an error once the attempt has timed out; undefined if the attempt is abandoned. */
const answerTo = async (
  engine: Engine,
  request: Request,
  timeoutMs: number,
): Promise<StepAnswer | undefined> => {
  const { controller, unlink } = linkedTo(engine.abandoning);
  const cancel = engine.clock.after(timeoutMs, () => {
    controller.abort();
  });
  const { subgraph } = request;
  const sent = send(engine, request, controller.signal).catch((error: unknown) => {
    engine.log.error({ err: error, subgraph }, 'the transport of steps threw');
    return noAnswer('unreachable', `${subgraph} cannot be reached.`);
  });
  try {
    // A transport that ignores the signal must not block the saga, and one that heeds it must not hide the timeout.
    const answer = await Promise.race([sent, aborted(controller.signal)]);
    if (!controller.signal.aborted) return answer;
    return engine.abandoning.aborted ? undefined : noAnswer('timeout', `${subgraph} did not answer in time.`);
  } finally {
    cancel();
    unlink();
  }
};

const reached = (answer: StepAnswer): boolean =>
  answer.kind === 'data' ||
  (answer.code !== transportCodes.unreachable && answer.code !== transportCodes.timeout);

/** What is attempted, and the trace that the attempt belongs to. */
export interface Attempted {
  readonly saga: SagaDocument;
  readonly step: PlannedStep;
  readonly call: SagaCall;
  readonly trace: Trace;
}

/** Notes on the span how the attempt went. */
const noteOutcome = (
  span: Span,
  answer: StepAnswer | undefined,
  outcome?: Outcome | { readonly kind: 'stale' },
) => {
  span.note({ 'counterstep.outcome': outcome?.kind ?? 'abandoned' });
  if (answer === undefined) span.fail('abandoned');
  else if (answer.kind === 'error') span.fail(answer.code ?? 'INTERNAL_SERVER_ERROR');
};

/** Makes one attempt of a step's operation, unless the saga has changed; the intent must already be durable. */
export const attempt = async (
  engine: Engine,
  { saga, step, call, trace }: Attempted,
  isCurrent: () => boolean,
): Promise<AttemptResult> => {
  const { subgraph } = step.definition;
  const admission = engine.breaker.admit(subgraph);
  if (admission.kind === 'wait') return { kind: 'delayed', ms: admission.ms };
  let answer: StepAnswer | undefined;
  try {
    await engine.failpoint(`before-send:${labelOf(call)}:${call.operation}`);
    if (!isCurrent()) return { kind: 'superseded' };
    const request = requestOf(engine, saga, step, call);
    const span = beginAttempt(trace, saga, step, call);
    const { traceparent } = span;
    const traced = traceparent === undefined ? request : { ...request, traceparent };
    answer = await answerTo(engine, traced, step.policies.attemptTimeoutMs);
    const outcome = answer && inOurTime(engine, subgraph, outcomeOf(request.document, answer));
    noteOutcome(span, answer, outcome);
    span.end();
    await engine.failpoint(`after-send:${labelOf(call)}:${call.operation}`);
    if (outcome === undefined) return { kind: 'abandoned' };
    return outcome.kind === 'stale' ? outcome : { kind: 'outcome', outcome };
  } finally {
    // Only silence opens the circuit: one customer's refused card must not delay everybody's payments.
    const result = answer === undefined ? 'abandoned' : reached(answer) ? 'answered' : 'unanswered';
    admission.report(result);
  }
};
