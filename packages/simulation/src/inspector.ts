import { isDeepStrictEqual } from 'node:util';
import {
  elapsedMs,
  hasEnded,
  labelOf,
  leftSecrets,
  secretInputsOf,
  type Json,
  type RecordedEvent,
  type SagaDefinition,
  type SecretInputs,
  type SagaDocument,
  type StepDefinition,
} from '@counterstep/saga-engine';
import type { ConditionValues } from './conditions.ts';
import { BUSY_MESSAGE } from './defects.ts';
import { violation, Ledger } from './ledger.ts';
import type { InvariantViolation } from './invariants.ts';

/** What an observer knows of the sagas. */
export interface InspectedSagas {
  readonly input: Json;
  readonly conditions: ConditionValues;
  readonly deadlineMs: number;
  /** Whether all clocks have agreed from the beginning. */
  readonly clocksAgree: () => boolean;
}

const named = ({ step = '', item }: RecordedEvent): string =>
  labelOf(item === undefined ? { step } : { step, item });

/** Whether the step was never begun; one that is not critical and failed is SKIPPED too. */
const hasSkipped = ({ steps }: SagaDocument, { name }: StepDefinition): boolean =>
  steps.some((step) => step.name === name && step.status === 'SKIPPED' && step.startedAt === undefined);

/** How long the saga was paused or waiting, in ms. */
const stoodStillMs = (log: readonly RecordedEvent[]): number => {
  const reasons = new Set<string>();
  let since = '';
  let ms = 0;
  for (const event of log) {
    const before = reasons.size;
    if (event.type === 'STEP_WAITING') reasons.add(named(event));
    else if (event.type === 'SAGA_PAUSED') reasons.add('pause');
    else if (event.type === 'SAGA_RESUMED') reasons.delete('pause');
    else if (['STEP_SUCCEEDED', 'STEP_REJECTED', 'STEP_UNKNOWN'].includes(event.type))
      reasons.delete(named(event));
    if (before === 0 && reasons.size > 0) since = event.at;
    else if (before > 0 && reasons.size === 0) ms += elapsedMs(since, event.at);
  }
  return ms;
};

/**
 * Examines every commit of a coordinator and every effect of a participant, and records the first violated invariant.
 */
export class Inspector {
  readonly #definition: SagaDefinition;
  readonly #input: Json;
  readonly #conditions: ConditionValues;
  readonly #deadlineMs: number;
  readonly #clocksAgree: () => boolean;
  readonly #secrets: SecretInputs;
  readonly #sagas = new Map<string, SagaDocument>();
  readonly #ledgers = new Map<string, Ledger>();
  readonly #accepted = new Set<string>();
  readonly #turnedBack = new Set<string>();
  readonly #mayBeStuck: (saga: SagaDocument) => boolean;
  #violation: InvariantViolation | undefined;

  /** `mayBeStuck` tells whether a STUCK saga waits for a broken participant. */
  constructor(
    definition: SagaDefinition,
    mayBeStuck: (saga: SagaDocument) => boolean,
    { input, conditions, deadlineMs, clocksAgree }: InspectedSagas,
  ) {
    this.#definition = definition;
    this.#input = input;
    this.#conditions = conditions;
    this.#deadlineMs = deadlineMs;
    this.#clocksAgree = clocksAgree;
    this.#secrets = secretInputsOf([definition]);
    this.#mayBeStuck = mayBeStuck;
  }

  /** The first invariant that was violated. */
  get violation(): InvariantViolation | undefined {
    return this.#violation;
  }

  get sagas(): readonly SagaDocument[] {
    return [...this.#sagas.values()];
  }

  /** The newest stored state of a saga. */
  saga(id: string): SagaDocument | undefined {
    return this.#sagas.get(id);
  }

  report(found: InvariantViolation | undefined, sagaId: string): void {
    if (found !== undefined) this.#violation ??= { ...found, how: `${found.how} (${sagaId})` };
  }

  /** Notes that a client was told that the saga is durable. */
  accepted(sagaId: string): void {
    this.#accepted.add(sagaId);
    if (!this.#sagas.has(sagaId)) this.report(violation('ends', 'an accepted saga is not stored'), sagaId);
  }

  /** Notes that an operator was told that the saga turns back. */
  turnedBack(sagaId: string): void {
    this.#turnedBack.add(sagaId);
  }

  effect(sagaId: string, step: string, done: boolean): void {
    const ledger = this.#ledger(sagaId);
    this.report(ledger.add(step, done), sagaId);
    if (!this.#sagas.has(sagaId))
      this.report(violation('ends', `${step} was sent for no stored saga`), sagaId);
  }

  #ledger(sagaId: string): Ledger {
    const ledger = this.#ledgers.get(sagaId) ?? new Ledger(this.#definition, this.#input, this.#conditions);
    this.#ledgers.set(sagaId, ledger);
    return ledger;
  }

  /** Examines a saga's next state, which is now durable. */
  committed(saga: SagaDocument): void {
    const before = this.#sagas.get(saga.id);
    this.#sagas.set(saga.id, saga);
    const found =
      this.#checkLog(before, saga) ??
      this.#checkOrder(saga) ??
      this.#checkNotGivenUpWhileBusy(saga) ??
      this.#checkDeadline(saga) ??
      this.#checkSecrets(saga);
    this.report(found, saga.id);
    if (before !== undefined && saga.epoch < before.epoch)
      this.report(violation('fence', `epoch ${before.epoch} was followed by ${saga.epoch}`), saga.id);
  }

  #checkLog(before: SagaDocument | undefined, { log }: SagaDocument): InvariantViolation | undefined {
    if (before !== undefined && hasEnded(before))
      return violation('log', `it changed after it was ${before.status}`);
    if (log.some(({ sequence }, index) => sequence !== index + 1))
      return violation('log', 'its sequence has a gap');
    const known = before?.log ?? [];
    const kept =
      log.length >= known.length && known.every((event, index) => isDeepStrictEqual(event, log[index]));
    return kept ? undefined : violation('log', 'an event that was committed is gone');
  }

  #checkOrder({ log }: SagaDocument): InvariantViolation | undefined {
    const begun = log.filter(({ type }) => type === 'STEP_STARTED').map(named);
    const undone = log.filter(({ type }) => type === 'STEP_COMPENSATING').map(named);
    const expected = begun.filter((step) => undone.includes(step)).reverse();
    return isDeepStrictEqual(undone, expected)
      ? undefined
      : violation('reverse-order', `it began to undo ${undone.join(', ')}`);
  }

  #checkNotGivenUpWhileBusy({ log }: SagaDocument): InvariantViolation | undefined {
    const undone = log.find(
      ({ type, message }) => type === 'COMPENSATION_STARTED' && message === BUSY_MESSAGE,
    );
    return undone && violation('patient', `${undone.step ?? 'it'} was given up`);
  }

  #checkDeadline({ log, startedAt }: SagaDocument): InvariantViolation | undefined {
    const over = log.find(
      ({ type, code }) => type === 'COMPENSATION_STARTED' && code === 'SAGA_DEADLINE_EXCEEDED',
    );
    if (over === undefined || !this.#clocksAgree()) return undefined;
    const ranMs = elapsedMs(startedAt, over.at) - stoodStillMs(log.slice(0, over.sequence));
    return ranMs < this.#deadlineMs - 1
      ? violation('still', `it was turned back after ${ranMs} of ${this.#deadlineMs} ms`)
      : undefined;
  }

  #checkSecrets(saga: SagaDocument): InvariantViolation | undefined {
    const [left] = leftSecrets(this.#secrets, saga);
    return left === undefined ? undefined : violation('secret', `it is ${saga.status} and holds ${left}`);
  }

  /** Whether the saga may stay as it is: it has ended, or waits for a broken participant. */
  isQuiescent(sagaId: string): boolean {
    const saga = this.#sagas.get(sagaId);
    if (saga === undefined) return false;
    return hasEnded(saga) || (saga.paused === undefined && saga.status === 'STUCK' && this.#mayBeStuck(saga));
  }

  /** Checks how the sagas have ended, once nothing changes any more. */
  checkEnds(): void {
    for (const sagaId of this.#accepted) {
      const saga = this.#sagas.get(sagaId);
      if (saga === undefined || !this.isQuiescent(sagaId))
        this.report(
          violation('ends', `it is ${saga?.status ?? 'nowhere'} and nothing happens any more`),
          sagaId,
        );
    }
    for (const saga of this.#sagas.values()) this.report(this.#checkEnd(saga), saga.id);
  }

  #checkEnd(saga: SagaDocument): InvariantViolation | undefined {
    if (saga.status === 'COMPLETED' && this.#turnedBack.has(saga.id))
      return violation('obeyed', 'it is COMPLETED');
    if (saga.status !== 'COMPENSATED') return undefined;
    const unknown = saga.steps.find(({ status }) => status === 'UNKNOWN' || status === 'STARTED');
    return unknown && violation('unknown', `it is COMPENSATED, and ${unknown.name} is ${unknown.status}`);
  }

  /** Compares how the sagas have ended with what the participants have done. */
  checkEffects(): void {
    for (const saga of this.#sagas.values()) this.report(this.#checkEffects(saga), saga.id);
  }

  #checkEffects(saga: SagaDocument): InvariantViolation | undefined {
    const ledger = this.#ledger(saga.id);
    const { steps } = this.#definition;
    if (saga.status === 'COMPLETED') {
      const missing = steps.find((step) => ledger.lacks(step));
      if (missing !== undefined)
        return violation('all-or-nothing', `it is COMPLETED, and ${missing.name} is not done`);
      const skipped = steps.find((step) => ledger.wants(step) && hasSkipped(saga, step));
      return skipped && violation('condition', `${skipped.name} was skipped`);
    }
    if (saga.status !== 'COMPENSATED') return undefined;
    const left = steps.find((step) => ledger.hasSome(step));
    return left && violation('all-or-nothing', `it is COMPENSATED, and ${left.name} is still done`);
  }
}
