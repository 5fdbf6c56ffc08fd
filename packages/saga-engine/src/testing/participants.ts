import { admit, answered, barrierId, type BarrierRecord, type StepCall } from '@counterstep/step-barrier';
import { instantOf } from '../core/instant.ts';
import type { StepAnswer } from '../core/outcome.ts';

/** How a participant handles an attempt: does it and answers, does nothing, or does it and loses the answer. */
export type Mood = 'works' | 'fails' | 'loses-reply';

export interface Temper {
  /** Steps that the participant rejects. */
  readonly rejecting: readonly string[];
  /** Operations (`step:operation`) that never work. */
  readonly broken: readonly string[];
}

const labelOf = ({ step, item }: Pick<StepCall, 'step' | 'item'>): string =>
  item == null ? step : `${step}:${item}`;

export type Attempt = Omit<StepCall, 'input'>;

/** Participants with the real rules of the barrier, which record their effects. */
export class Participants {
  temper: Temper;
  /** What was done and undone, in order. */
  readonly effects: {
    readonly sagaId: string;
    readonly step: string;
    readonly item?: string;
    readonly done: boolean;
  }[] = [];
  readonly #records = new Map<string, BarrierRecord>();

  constructor(temper: Temper = { rejecting: [], broken: [] }) {
    this.temper = temper;
  }

  /** How often a step was done, or undone, for one saga or for all. */
  times(step: string, done: boolean, sagaId?: string): number {
    return this.effects.filter(
      (effect) => effect.step === step && effect.done === done && (sagaId ?? effect.sagaId) === effect.sagaId,
    ).length;
  }

  /** Handles an attempt and returns the payload of the root field; undefined if the answer is lost. */
  execute(attempt: Attempt, now: number, mood: Mood): StepAnswer | undefined {
    const { operation, epoch } = attempt;
    const named = labelOf(attempt);
    if (mood === 'fails' || this.temper.broken.includes(`${named}:${operation}`))
      return { kind: 'error', code: 'PROVIDER_UNAVAILABLE', message: 'It is down.' };
    const call: StepCall = { ...attempt, input: operation };
    const key = barrierId(attempt);
    const record = this.#records.get(key);
    const admission = admit(record, call, now);
    if (admission.kind === 'refuse')
      return { kind: 'error', code: admission.code, message: 'It is refused.' };
    const data = admission.kind === 'perform' ? this.#work(attempt) : admission.response;
    if (admission.kind !== 'replay')
      this.#records.set(key, { ...answered(record, call, data, instantOf(now)), version: 1 });
    else if (record !== undefined && admission.raiseEpoch) this.#records.set(key, { ...record, epoch });
    return mood === 'loses-reply' ? undefined : { kind: 'data', data };
  }

  #work({ sagaId, step, item, operation }: Attempt): Readonly<Record<string, unknown>> {
    const named = labelOf({ step, item });
    if (operation === 'invoke' && this.temper.rejecting.includes(named))
      return { id: null, rejection: { code: 'FULL', message: 'It is full.' } };
    this.effects.push({ sagaId, step, ...(item != null && { item }), done: operation === 'invoke' });
    return operation === 'invoke' ? { id: `${named}-1`, rejection: null } : { undone: true };
  }
}
