/** Which of a step's two operations a call is. */
export type Operation = 'invoke' | 'compensate';

/** One attempt of a step's operation, as the coordinator announces it. */
export interface StepCall {
  readonly sagaId: string;
  readonly step: string;
  /** Which instance of the step, where it is done once per item; no empty text. */
  readonly item?: string | null | undefined;
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

/** What a step waits for. */
export type WaitFor = 'CUSTOMER' | 'PROVIDER' | 'OPERATOR' | 'PARCEL';

/** A step that is not done yet, and not refused: whoever runs the saga asks again, with the same key. */
export interface Waiting {
  readonly for: WaitFor;
  /** When it is worth asking again, ISO 8601 in UTC. */
  readonly askAgainAt: string;
  /** From when on nobody needs to ask any more: the saga then turns back. */
  readonly until: string;
}

/**
 * The answer of an operation; a `rejection` says that the step was refused and nothing happened, `waiting` that it is
 * neither done nor refused yet.
 */
export type StepResponse = Readonly<Record<string, unknown>>;

/** What a barrier remembers of one step of one saga. */
export interface BarrierRecord {
  /** The step's name in its saga, `<sagaId>:<step>`, and `<sagaId>:<step>:<item>` of an instance. */
  readonly id: string;
  /** 1 when it is first written; one more after each write. */
  readonly version: number;
  /** The highest epoch that has called. */
  readonly epoch: number;
  readonly recordedAt: string;
  readonly invoke?: {
    /** INTENDED: a third party may have been called, or the step waits. CANCELLED: it may not happen any more. */
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

/** What is known of the invoke: nothing, that a third party may have been called or the step waits, or its response. */
export type Invoked = 'NO' | 'INTENDED' | { readonly response: StepResponse };

/** The key of a step's record; neither sagas nor steps have a `:` in their names, so it can be taken apart. */
export const barrierId = ({ sagaId, step, item }: Pick<StepCall, 'sagaId' | 'step' | 'item'>): string =>
  item == null ? `${sagaId}:${step}` : `${sagaId}:${step}:${item}`;

/** Which step, of which saga, a record is of. */
export function keyOfRecord(id: string): Pick<StepCall, 'sagaId' | 'step' | 'item'> {
  const [sagaId = '', step = '', ...item] = id.split(':');
  return { sagaId, step, ...(item.length > 0 && { item: item.join(':') }) };
}

/** Whether an invoke was answered with nothing but that it has to wait: such an answer is not remembered. */
export const isWaiting = ({ operation }: Pick<StepCall, 'operation'>, response: StepResponse): boolean =>
  operation === 'invoke' && response['waiting'] != null;

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

/**
 * What the barrier remembers once a third party is about to be called, or a step waits; of the invoke it then knows no
 * less than before.
 */
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
