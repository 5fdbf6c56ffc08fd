import { CodedError, instant, noTrace, type Clock, type Trace } from '@counterstep/primitives';
import type { BarrierStore } from './port.ts';
import {
  admit,
  answered,
  barrierId,
  intended,
  isPast,
  isWaiting,
  type Invoked,
  type RecordDraft,
  type Refusal,
  type StepCall,
  type StepResponse,
} from './rules.ts';

/**
 * A step's decision: its writes and its answer, which become durable together. If the answer is that the step waits,
 * only the writes do, and the work is done anew when the same key is asked again.
 */
export interface StepOutcome<Response, Writes> {
  readonly writes: Writes;
  readonly response: Response;
}

/** What a step's work knows of its call. */
export interface StepScope<Writes> {
  readonly sagaId: string;
  readonly step: string;
  /** The item's key, for an instance of a step that is done once per item. */
  readonly item?: string;
  /** The step's key, the same for every attempt and for the compensation; third parties get it as idempotency key. */
  readonly key: string;
  /** What is known of the invoke, for a repeated invoke or a compensation. */
  readonly invoked: Invoked;
  /**
   * Commits the intent to call a third party, with the writes that describe the call. Must be awaited before the call;
   * not needed if `invoked` is INTENDED already.
   *
   * @throws {StepRefused} if the deadline has passed.
   * @throws {Error} a lost race of the store, if another call came first; the barrier then decides anew.
   */
  intend(writes: Writes): Promise<void>;
}

/** Does the work of one operation; the barrier calls it again if its writes lose a race. */
export type StepWork<Response, Writes> = (scope: StepScope<Writes>) => Promise<StepOutcome<Response, Writes>>;

/** The barrier refused a call, which had no effect. */
export class StepRefused extends CodedError {
  constructor(code: Refusal, call: StepCall) {
    super(code, `${call.operation} of ${barrierId(call)} was refused: ${code}.`);
  }
}

/** Makes the steps of a service happen at most once. */
export interface Barrier<Writes> {
  /**
   * Performs the work at most once per saga, step and operation, and answers every repetition with the first answer.
   *
   * @throws {StepRefused} if the call may not act.
   * @throws {Error} a lost race of the store, if the work kept losing to other writers.
   */
  run<Response extends object>(
    call: StepCall,
    work: StepWork<Response, Writes>,
    trace?: Trace,
  ): Promise<Response>;
}

/** How often work is repeated when its writes lose a race; more than the largest crowd expected around one document. */
const MAX_RACES = 100;

/** Creates the barrier of a service; the store must be the database that the service's work is written to. */
export function createBarrier<Writes>(store: BarrierStore<Writes>, clock: Clock): Barrier<Writes> {
  return {
    run: async <Response extends object>(
      call: StepCall,
      work: StepWork<Response, Writes>,
      trace: Trace = noTrace,
    ) => {
      for (let race = 0; ; race += 1) {
        try {
          return (await attempt(call, work, { store, clock, trace })) as Response;
        } catch (error) {
          if (!store.isLostRace(error) || race === MAX_RACES) throw error;
        }
      }
    },
  };
}

async function attempt<Writes>(
  call: StepCall,
  work: StepWork<object, Writes>,
  {
    store,
    clock,
    trace,
  }: { readonly store: BarrierStore<Writes>; readonly clock: Clock; readonly trace: Trace },
): Promise<object> {
  let record = await store.get(barrierId(call));
  const commit = async (writes: Writes | undefined, draft: RecordDraft): Promise<void> => {
    if (isPast(call, clock.now())) throw new StepRefused('DEADLINE_EXCEEDED', call);
    await store.commit({ writes, record: draft, replaces: record?.version }, trace);
    record = { ...draft, version: (record?.version ?? 0) + 1 };
  };

  const admission = admit(record, call, clock.now());
  switch (admission.kind) {
    case 'refuse':
      throw new StepRefused(admission.code, call);
    case 'replay':
      if (admission.raiseEpoch && record !== undefined) {
        const { version, ...known } = record;
        const raised = { ...known, epoch: call.epoch };
        await store.commit({ writes: undefined, record: raised, replaces: version }, trace);
      }
      return admission.response;
    case 'answer':
      await commit(undefined, answered(record, call, admission.response, instant(clock)));
      return admission.response;
    case 'perform': {
      const scope: StepScope<Writes> = {
        sagaId: call.sagaId,
        step: call.step,
        ...(call.item != null && { item: call.item }),
        key: barrierId(call),
        invoked: admission.invoked,
        intend: (writes) => commit(writes, intended(record, call, instant(clock))),
      };
      const { writes, response } = await work(scope);
      const answer = response as StepResponse;
      const at = instant(clock);
      const draft = isWaiting(call, answer) ? intended(record, call, at) : answered(record, call, answer, at);
      await commit(writes, draft);
      return response;
    }
  }
}
