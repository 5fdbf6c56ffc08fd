import type { SagaDocument } from './saga-store.ts';
import type { SagaEvent } from './core/state.ts';

/** A structured log; pino's logger is one. */
export interface EngineLog {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Is told every event that this coordinator has made durable. */
export type EventListener = (saga: SagaDocument, event: SagaEvent) => void;

/**
 * Called at every boundary at which a coordinator may die, so that tests can kill it exactly there:
 *
 * - `before-create`, `created`: around the commit that makes a saga durable;
 * - `claimed`: a saga that was due is ours;
 * - `before-send:<step>:<operation>`: the intent is durable, the attempt is not sent;
 * - `after-send:<step>:<operation>`: the answer is there and not yet durable;
 * - `after-commit:<step>:<event type>`: a commit with that event of the step is durable, once per event;
 * - `after-commit:saga:<event type>`: the same for events of the saga as a whole;
 * - `released`: a saga that waits is free for any coordinator.
 */
export type Failpoint = (name: string) => void | Promise<void>;
