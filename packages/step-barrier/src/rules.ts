/** Which of a step's two operations a call is. */
export type Operation = 'invoke' | 'compensate';

/** One attempt of a step's operation, as the coordinator announces it. */
export interface StepCall {
  readonly sagaId: string;
  readonly step: string;
  readonly operation: Operation;
  readonly epoch: number;
  /** The instant after which the attempt must not take effect. */
  readonly deadline: string;
  /** A fingerprint of the arguments, without what changes from attempt to attempt. */
  readonly input: string;
}

/** Why a step was refused, for good; nothing happened. */
export interface Rejection {
  readonly code: string;
  /** In words for whoever the saga belongs to. */
  readonly message: string;
}

/** The answer of an operation; a `rejection` says that the step was refused and nothing happened. */
export type StepResponse = Readonly<Record<string, unknown>>;

/** What a barrier remembers of one step of one saga. */
export interface BarrierRecord {
  /** The step's name in its saga, `<sagaId>:<step>`. */
  readonly id: string;
  /** 1 when it is first written; one more after each write. */
  readonly version: number;
  /** The highest epoch that has called. */
  readonly epoch: number;
  readonly recordedAt: string;
  readonly invoke?: {
    /** INTENDED: a third party may have been called. CANCELLED: it may not happen any more. */
    readonly state: 'INTENDED' | 'DONE' | 'REJECTED' | 'CANCELLED';
    readonly input?: string;
    readonly response?: StepResponse;
  };
  readonly compensate?: { readonly input: string; readonly response: StepResponse };
}

/** A record before its store has given it a version. */
export type RecordDraft = Omit<BarrierRecord, 'version'>;

/** What a participant must do with a call. */
export type Admission =
  | { readonly kind: 'replay'; readonly response: StepResponse; readonly raiseEpoch: boolean }
  | { readonly kind: 'refuse'; readonly code: Refusal }
  | { readonly kind: 'answer'; readonly response: StepResponse }
  | { readonly kind: 'perform'; readonly invoked: Invoked };

export type Refusal = 'STALE_EPOCH' | 'DEADLINE_EXCEEDED' | 'STEP_CANCELLED' | 'KEY_PARAMETER_MISMATCH';

/** What is known of the invoke: nothing, that a third party may have been called, or its response. */
export type Invoked = 'NO' | 'INTENDED' | { readonly response: StepResponse };

export const barrierId = (call: Pick<StepCall, 'sagaId' | 'step'>): string => `${call.sagaId}:${call.step}`;

const nothingUndone: StepResponse = { undone: false };

/** Decides what a call may do, given what the barrier remembers and the time in milliseconds. */
export function admit(record: BarrierRecord | undefined, call: StepCall, now: number): Admission {
  if (record !== undefined && call.epoch < record.epoch) return { kind: 'refuse', code: 'STALE_EPOCH' };
  const verdict = call.operation === 'invoke' ? admitInvoke(record, call) : admitCompensate(record, call);
  // A late attempt may still learn what was done, but may not do anything.
  const acts = verdict.kind === 'perform' || verdict.kind === 'answer';
  return acts && isPast(call, now) ? { kind: 'refuse', code: 'DEADLINE_EXCEEDED' } : verdict;
}

export const isPast = (call: StepCall, now: number): boolean => now > Date.parse(call.deadline);

function admitInvoke(record: BarrierRecord | undefined, call: StepCall): Admission {
  const invoke = record?.invoke;
  if (record === undefined || invoke === undefined) return { kind: 'perform', invoked: 'NO' };
  if (invoke.state === 'CANCELLED') return { kind: 'refuse', code: 'STEP_CANCELLED' };
  if (invoke.input !== call.input) return { kind: 'refuse', code: 'KEY_PARAMETER_MISMATCH' };
  if (record.compensate !== undefined) return { kind: 'refuse', code: 'STEP_CANCELLED' };
  if (invoke.response === undefined) return { kind: 'perform', invoked: 'INTENDED' };
  return { kind: 'replay', response: invoke.response, raiseEpoch: call.epoch > record.epoch };
}

function admitCompensate(record: BarrierRecord | undefined, call: StepCall): Admission {
  const { invoke, compensate } = record ?? {};
  if (record !== undefined && compensate !== undefined) {
    if (compensate.input !== call.input) return { kind: 'refuse', code: 'KEY_PARAMETER_MISMATCH' };
    return { kind: 'replay', response: compensate.response, raiseEpoch: call.epoch > record.epoch };
  }
  if (invoke === undefined || invoke.state === 'REJECTED') return { kind: 'answer', response: nothingUndone };
  if (invoke.state === 'DONE' && invoke.response !== undefined)
    return { kind: 'perform', invoked: { response: invoke.response } };
  return { kind: 'perform', invoked: 'INTENDED' };
}

/** What the barrier remembers once a third party is about to be called; of the invoke it then knows no less than before. */
export function intended(record: BarrierRecord | undefined, call: StepCall, recordedAt: string): RecordDraft {
  const draft = base(record, call, recordedAt);
  if (call.operation === 'compensate') return draft;
  return { ...draft, invoke: { state: 'INTENDED', input: call.input } };
}

/** What the barrier remembers once a call has been answered. */
export function answered(
  record: BarrierRecord | undefined,
  call: StepCall,
  response: StepResponse,
  recordedAt: string,
): RecordDraft {
  const draft = base(record, call, recordedAt);
  if (call.operation === 'invoke') {
    const state = response['rejection'] ? 'REJECTED' : 'DONE';
    return { ...draft, invoke: { state, input: call.input, response } };
  }
  const invoke = record?.invoke;
  const settled = invoke?.state === 'DONE' || invoke?.state === 'REJECTED';
  return {
    ...draft,
    invoke: settled ? invoke : { state: 'CANCELLED' },
    compensate: { input: call.input, response },
  };
}

function base(record: BarrierRecord | undefined, call: StepCall, recordedAt: string): RecordDraft {
  const { version: _, ...rest } = record ?? {
    version: 0,
    id: barrierId(call),
    epoch: call.epoch,
    recordedAt,
  };
  return { ...rest, epoch: call.epoch };
}
