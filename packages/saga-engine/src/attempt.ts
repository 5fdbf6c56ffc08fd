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

/** How an attempt went; all but `outcome` say nothing of its outcome. */
export type AttemptResult =
  | { readonly kind: 'outcome'; readonly outcome: Outcome }
  /** Another coordinator owns the saga. */
  | { readonly kind: 'stale' }
  /** The saga has changed since; nothing was sent. */
  | { readonly kind: 'superseded' }
  /** The circuit is open; nothing was sent. */
  | { readonly kind: 'delayed'; readonly ms: number }
  /** The coordinator stops; the attempt may have been sent. */
  | { readonly kind: 'abandoned' };

/** When an attempt has to have taken effect: while the claim lasts, so that nothing of it comes after. */
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

/** The request with its deadline as the subgraph's clock will show it. */
const inTheirTime = ({ skew }: Engine, request: Request): Request => {
  const { step, ...variables } = request.variables;
  const { deadline, ...call } = step as unknown as { readonly deadline: Instant };
  const theirs = { ...call, deadline: skew.theirs(request.subgraph, deadline) };
  return { ...request, variables: { ...variables, step: theirs } };
};

type Told = ReturnType<typeof outcomeOf>;

/** The instants of a wait, which are the participant's, as our clock will show them. */
const inOurTime = ({ skew }: Engine, subgraph: string, told: Told): Told =>
  told.kind === 'waiting'
    ? {
        ...told,
        askAgainAt: skew.ours(subgraph, told.askAgainAt),
        until: skew.ours(subgraph, told.until),
      }
    : told;

/** Sends a request, and learns from the answer how far the subgraph's clock is from ours. */
const sendOnce = async (engine: Engine, request: Request, signal: AbortSignal): Promise<StepAnswer> => {
  const { subgraph } = request;
  const sentAt = engine.clock.monotonic();
  const answer = await engine.transport.send({ ...inTheirTime(engine, request), signal });
  if (answer.clock !== undefined) engine.skew.note(subgraph, answer.clock, sentAt);
  return answer;
};

/** Sends a request; once more where it came too late by a clock of which we know only now that it is ahead. */
const send = async (engine: Engine, request: Request, signal: AbortSignal): Promise<StepAnswer> => {
  const { subgraph } = request;
  const assumedMs = engine.skew.skewMs(subgraph);
  const answer = await sendOnce(engine, request, signal);
  const isLate = answer.kind === 'error' && answer.code === 'DEADLINE_EXCEEDED';
  return isLate && engine.skew.skewMs(subgraph) > assumedMs && !signal.aborted
    ? sendOnce(engine, request, signal)
    : answer;
};

/** The answer to a request, at the latest when the attempt has timed out; undefined when it is abandoned. */
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
    // A transport that ignores the signal must not hold the saga; one that heeds it must not hide the timeout.
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

/** What is attempted, and the place in a trace where it is. */
export interface Attempted {
  readonly saga: SagaDocument;
  readonly step: PlannedStep;
  readonly call: SagaCall;
  readonly trace: Trace;
}

/** What the span says of how the attempt went. */
const noteOutcome = (
  span: Span,
  answer: StepAnswer | undefined,
  outcome?: Outcome | { readonly kind: 'stale' },
) => {
  span.note({ 'counterstep.outcome': outcome?.kind ?? 'abandoned' });
  if (answer === undefined) span.fail('abandoned');
  else if (answer.kind === 'error') span.fail(answer.code ?? 'INTERNAL_SERVER_ERROR');
};

/** Makes one attempt of a step's operation, if the saga is current; the intent must be durable. */
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
