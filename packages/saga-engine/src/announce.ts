import { traceIdOf } from '@counterstep/primitives';
import { evolve } from './core/evolve.ts';
import { labelOf, type SagaEvent } from './core/state.ts';
import type { Engine } from './engine.ts';
import type { SagaDocument } from './saga-document.ts';

/** The saga after the events; its other fields stay as they are. */
export const withEvents = (saga: SagaDocument, events: readonly SagaEvent[]): SagaDocument => ({
  ...saga,
  ...events.reduce(evolve, saga),
});

/** Events of a saga that goes well: too many to log above debug. */
const routine: ReadonlySet<SagaEvent['type']> = new Set([
  'STEP_SKIPPED',
  'STEP_FANNED_OUT',
  'STEP_STARTED',
  'STEP_SUCCEEDED',
  'STEP_COMPENSATING',
  'STEP_COMPENSATED',
]);

const levelOf = ({ type, sequence }: SagaEvent): 'debug' | 'info' | 'warn' => {
  // A step that becomes STUCK needs an operator; a probe that fails again, which has no sequence, is no news.
  if (type === 'STEP_STUCK' && sequence !== undefined) return 'warn';
  return routine.has(type) ? 'debug' : 'info';
};

/** Reports events that are now durable to the log, the listeners and the failpoints. */
export const announce = async (
  engine: Engine,
  saga: SagaDocument,
  events: readonly SagaEvent[],
): Promise<void> => {
  engine.watch.publish(saga);
  const { id: sagaId, correlationId, traceparent } = saga;
  const began = traceIdOf(traceparent);
  for (const event of events) {
    const { type, step, item, attempt: number, code, message: reason, actor, sequence } = event;
    const { traceId = began } = event;
    const about = { sagaId, correlationId, ...(traceId !== undefined && { traceId }) };
    const fields = { ...about, type, step, item, attempt: number, code, reason, actor, sequence };
    engine.log[levelOf(event)](fields, 'saga event');
    engine.onEvent(saga, event);
    const named = step === undefined ? 'saga' : labelOf(item === undefined ? { step } : { step, item });
    await engine.failpoint(`after-commit:${named}:${type}`);
  }
};
