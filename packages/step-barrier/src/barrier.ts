import {
  CodedError,
  instant,
  type Clock,
  noTrace,
  type Attributes,
  type Trace,
} from '@counterstep/primitives';
import {
  commitWithin,
  WriteRejected,
  type Collection,
  type DocumentStore,
  type Draft,
  type Write,
} from '@counterstep/document-store';
import {
  admit,
  answered,
  barrierId,
  intended,
  isPast,
  type BarrierRecord,
  type Invoked,
  type Refusal,
  type StepCall,
  type StepResponse,
} from './rules.ts';

/** What a step has decided: the writes that make it so, and its answer. Both become durable together. */
export interface StepOutcome<Response> {
  readonly writes: readonly Write[];
  readonly response: Response;
}

/** What a step's handler knows of its own call. */
export interface StepScope {
  readonly sagaId: string;
  readonly step: string;
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
   * @throws {WriteRejected} when another call came first; the barrier then decides anew.
   */
  intend(writes: readonly Write[]): Promise<void>;
}

/** Does the work of one operation. It may be called again with the same scope when its writes lose a race. */
export type StepWork<Response> = (scope: StepScope) => Promise<StepOutcome<Response>>;

/** A call that the barrier refuses; nothing happened by it. */
export class StepRefused extends CodedError {
  constructor(code: Refusal, call: StepCall) {
    super(code, `${call.operation} of ${barrierId(call)} was refused: ${code}.`);
  }
}

export interface Barrier {
  /**
   * Performs the work at most once per saga, step and operation, and answers every repetition with the first answer.
   *
   * @throws {StepRefused} when the call may not act.
   * @throws {WriteRejected} when the work lost against other writers again and again.
   */
  run<Response extends object>(call: StepCall, work: StepWork<Response>, trace?: Trace): Promise<Response>;
}

/** How often work is decided anew when its writes lose a race; more than any expected crowd around one document. */
const MAX_RACES = 100;

/** What the barrier of a service remembers, one document per step of a saga. */
export const barrierRecords = (store: DocumentStore): Collection<BarrierRecord> =>
  store.collection<BarrierRecord>({ name: 'step_barriers', indexes: [['recordedAt']] });

/** Creates the barrier of a service on its own store; `database` is what traces say of that. */
export function createBarrier(store: DocumentStore, clock: Clock, database: Attributes = {}): Barrier {
  const records = barrierRecords(store);
  return {
    run: async <Response extends object>(
      call: StepCall,
      work: StepWork<Response>,
      trace: Trace = noTrace,
    ) => {
      const traced = { commit: (writes: readonly Write[]) => commitWithin(trace, store, writes, database) };
      for (let race = 0; ; race += 1) {
        try {
          return (await attempt(call, work, traced, records, clock)) as Response;
        } catch (error) {
          if (!(error instanceof WriteRejected) || race === MAX_RACES) throw error;
        }
      }
    },
  };
}

async function attempt(
  call: StepCall,
  work: StepWork<object>,
  store: { readonly commit: (writes: readonly Write[]) => Promise<void> },
  records: Collection<BarrierRecord>,
  clock: Clock,
): Promise<object> {
  let record = await records.get(barrierId(call));
  const write = (draft: Draft<BarrierRecord>): Write =>
    record === undefined ? records.insert(draft) : records.replace(draft, record.version);
  const commit = async (writes: readonly Write[], draft: Draft<BarrierRecord>): Promise<void> => {
    if (isPast(call, clock.now())) throw new StepRefused('DEADLINE_EXCEEDED', call);
    await store.commit([...writes, write(draft)]);
    record = { ...draft, version: (record?.version ?? 0) + 1 };
  };

  const admission = admit(record, call, clock.now());
  switch (admission.kind) {
    case 'refuse':
      throw new StepRefused(admission.code, call);
    case 'replay':
      if (admission.raiseEpoch && record !== undefined) {
        await store.commit([
          records.update(record.id, { version: record.version }, { $set: { epoch: call.epoch } }),
        ]);
      }
      return admission.response;
    case 'answer':
      await commit([], answered(record, call, admission.response, instant(clock)));
      return admission.response;
    case 'perform': {
      const scope: StepScope = {
        sagaId: call.sagaId,
        step: call.step,
        key: barrierId(call),
        invoked: admission.invoked,
        intend: (writes) => commit(writes, intended(record, call, instant(clock))),
      };
      const { writes, response } = await work(scope);
      await commit(writes, answered(record, call, response as StepResponse, instant(clock)));
      return response;
    }
  }
}
