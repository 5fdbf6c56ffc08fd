import type { SagaDocument } from './saga-store.ts';
import type { SagaEvent } from './core/state.ts';

/** A structured log, such as pino's logger. */
export interface EngineLog {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Receives every event that this coordinator has made durable. */
export type EventListener = (saga: SagaDocument, event: SagaEvent) => void;

/**
 * Called at every boundary at which a coordinator may die, so that tests can kill it exactly there:
 *
 * - `before-create`, `created`: before and after the commit that makes a saga durable;
 * - `claimed`: a due saga is ours;
 * - `before-send:<step>:<operation>`: the intent is durable, and the attempt is not yet sent;
 * - `after-send:<step>:<operation>`: the attempt has ended, and its outcome is not yet durable;
 * - `after-commit:<step>:<event type>`: a commit with that event of the step is durable; called once per event;
 * - `after-commit:saga:<event type>`: the same for events of the saga as a whole;
 * - `released`: a waiting saga is free for any coordinator.
 */
export type Failpoint = (name: string) => void | Promise<void>;
