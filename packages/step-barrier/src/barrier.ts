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
 * What a step has decided: the writes that make it so, and its answer. Both become durable together; of an answer that
 * the step waits only the writes do, and the work is done anew when the same key is asked again.
 */
export interface StepOutcome<Response, Writes> {
  readonly writes: Writes;
  readonly response: Response;
}

/** What a step's handler knows of its own call. */
export interface StepScope<Writes> {
  readonly sagaId: string;
  readonly step: string;
  /** Which instance of the step it is, where the step is done once per item. */
  readonly item?: string;
  /**
   * The same for every attempt of the step, and for its compensation: what a third party gets as its idempotency
   * key.
   */
  readonly key: string;
  /** For a repeated invoke, and for a compensation: what is known of the invoke. */
  readonly invoked: Invoked;
  /**
   * Commits that a third party is about to be called, with the writes that say how. To be awaited before the call;
   * not needed where `invoked` is INTENDED already.
   *
   * @throws {Error} a lost race of the store, when another call came first; the barrier then decides anew.
   */
  intend(writes: Writes): Promise<void>;
}

/** Does the work of one operation. It may be called again with the same scope when its writes lose a race. */
export type StepWork<Response, Writes> = (scope: StepScope<Writes>) => Promise<StepOutcome<Response, Writes>>;

/** A call that the barrier refuses; nothing happened by it. */
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
   * @throws {StepRefused} when the call may not act.
   * @throws {Error} a lost race of the store, when the work lost against other writers again and again.
   */
  run<Response extends object>(
    call: StepCall,
    work: StepWork<Response, Writes>,
    trace?: Trace,
  ): Promise<Response>;
}

/** How often work is decided anew when its writes lose a race; more than any expected crowd around one document. */
const MAX_RACES = 100;

/** Creates the barrier of a service, which keeps its records where its work is written. */
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
