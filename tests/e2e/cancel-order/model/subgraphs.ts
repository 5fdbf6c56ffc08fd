import {
  admit,
  answered,
  barrierId,
  intended,
  type BarrierRecord,
  type StepCall,
} from '@counterstep/step-barrier';
import type { StepAnswer } from '@counterstep/saga-engine';
import { createHandlers, type Handler, type Reply } from './handlers.ts';
import type { Records } from './records.ts';

/** How an attempt goes: the process may die around the call of a third party, and the answer may be lost. */
export type Mood = 'works' | 'fails' | 'loses-reply' | 'dies-before-call' | 'dies-after-call';

/** All subgraphs, for one order, with the real rules of the barrier and of every domain. */
export class Subgraphs {
  readonly records: Records;
  readonly #handlers: ReadonlyMap<string, Handler>;
  readonly #barriers = new Map<string, BarrierRecord>();

  constructor(records: Records) {
    this.records = records;
    this.#handlers = createHandlers(records);
  }

  /** Executes an attempt of a mutation; undefined where no answer comes back. */
  execute(field: string, call: StepCall, now: number, mood: Mood): StepAnswer | undefined {
    if (mood === 'fails') return error('SERVICE_UNAVAILABLE');
    const admission = admit(this.#barriers.get(barrierId(call)), call, now);
    if (admission.kind === 'refuse') return error(admission.code);
    if (admission.kind === 'perform') return this.#perform(field, call, mood);
    if (admission.kind === 'answer') this.#remember(call, admission.response);
    else if (admission.raiseEpoch) this.#raiseEpoch(call);
    return reply(field, admission.response, mood);
  }

  #perform(field: string, call: StepCall, mood: Mood): StepAnswer | undefined {
    const handler = this.#handlers.get(field) ?? beside(call);
    const work = handler({ sagaId: call.sagaId, key: barrierId(call) });
    if ('code' in work) return error(work.code);
    let settled: Reply | { readonly code: string };
    if ('call' in work) {
      work.intend();
      this.#intend(call);
      if (mood === 'dies-before-call') return undefined;
      work.call();
      if (mood === 'dies-after-call') return undefined;
      settled = work.settle();
    } else settled = work;
    if ('code' in settled) return error(settled.code);
    settled.write();
    this.#remember(call, settled.response);
    return reply(field, settled.response, mood);
  }

  #intend(call: StepCall): void {
    const record = this.#barriers.get(barrierId(call));
    this.#barriers.set(barrierId(call), { ...intended(record, call, AT), version: 1 });
  }

  #remember(call: StepCall, response: Readonly<Record<string, unknown>>): void {
    const record = this.#barriers.get(barrierId(call));
    this.#barriers.set(barrierId(call), { ...answered(record, call, response, AT), version: 1 });
  }

  #raiseEpoch(call: StepCall): void {
    const record = this.#barriers.get(barrierId(call));
    if (record !== undefined) this.#barriers.set(barrierId(call), { ...record, epoch: call.epoch });
  }
}

/** A handler for steps that do not affect how an order ends: the barrier records them, and nothing else changes. */
const beside =
  ({ operation }: StepCall): Handler =>
  () => ({
    response: operation === 'invoke' ? { rejection: null } : { undone: true },
    write: () => undefined,
  });

const AT = '2026-03-01T09:00:00.000Z';

const error = (code: string): StepAnswer => ({ kind: 'error', code, message: 'It failed.' });

const reply = (field: string, response: object, mood: Mood): StepAnswer | undefined =>
  mood === 'loses-reply' ? undefined : { kind: 'data', data: { [field]: response } };
