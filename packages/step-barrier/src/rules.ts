/** Which of a step's two operations a call is. */
export type Operation = 'invoke' | 'compensate';

/** One attempt of a step's operation, as the coordinator sends it. */
export interface StepCall {
  readonly sagaId: string;
  readonly step: string;
  /** The item's key, for an instance of a step that is done once per item; never empty. */
  readonly item?: string | null | undefined;
  readonly operation: Operation;
  readonly epoch: number;
  /** The instant after which the attempt must not take effect. */
  readonly deadline: string;
  /** A fingerprint of those arguments that are the same in every attempt. */
  readonly input: string;
}

/** Why a participant refused a step for good; nothing happened. */
export interface Rejection {
  readonly code: string;
  /** A sentence that the customer may read. */
  readonly message: string;
}

/** What a step waits for. */
export type WaitFor = 'CUSTOMER' | 'PROVIDER' | 'OPERATOR' | 'PARCEL';

/** The answer of a step that is neither done nor refused; the coordinator asks again with the same key. */
export interface Waiting {
  readonly for: WaitFor;
  /** When it is worth asking again, ISO 8601 in UTC. */
  readonly askAgainAt: string;
  /** The end of the wait, ISO 8601 in UTC; the saga then turns back. */
  readonly until: string;
}

/**
 * The answer of an operation: a `rejection` says that the step was refused and nothing happened, `waiting` that it is
 * neither done nor refused yet.
 */
export type StepResponse = Readonly<Record<string, unknown>>;

/** A barrier's record of one step of one saga. */
export interface BarrierRecord {
  /** The step's key: `<sagaId>:<step>`, or `<sagaId>:<step>:<item>` for an instance. */
  readonly id: string;
  /** The record's version: 1 after the first write, and one more after each further write. */
  readonly version: number;
  /** The highest epoch of any call so far. */
  readonly epoch: number;
  readonly recordedAt: string;
  readonly invoke?: {
    /**
     * INTENDED: a third party may have been called, or the step waits. CANCELLED: the step must not happen any more.
     */
    readonly state: 'INTENDED' | 'DONE' | 'REJECTED' | 'CANCELLED';
    readonly input?: string;
    readonly response?: StepResponse;
  };
  readonly compensate?: { readonly input: string; readonly response: StepResponse };
}

/** A record before its store has given it a version. */
export type RecordDraft = Omit<BarrierRecord, 'version'>;

/** The barrier's verdict on a call. */
export type Admission =
  | { readonly kind: 'replay'; readonly response: StepResponse; readonly raiseEpoch: boolean }
  | { readonly kind: 'refuse'; readonly code: Refusal }
  | { readonly kind: 'answer'; readonly response: StepResponse }
  | { readonly kind: 'perform'; readonly invoked: Invoked };

export type Refusal = 'STALE_EPOCH' | 'DEADLINE_EXCEEDED' | 'STEP_CANCELLED' | 'KEY_PARAMETER_MISMATCH';

/** What is known of the invoke: nothing, that a third party may have been called or the step waits, or its response. */
export type Invoked = 'NO' | 'INTENDED' | { readonly response: StepResponse };

/** The key of a step's record; ids of sagas and names of steps have no `:`, so the key can be split. */
export const barrierId = ({ sagaId, step, item }: Pick<StepCall, 'sagaId' | 'step' | 'item'>): string =>
  item == null ? `${sagaId}:${step}` : `${sagaId}:${step}:${item}`;

/** Splits a record's key into saga, step and item. */
export function keyOfRecord(id: string): Pick<StepCall, 'sagaId' | 'step' | 'item'> {
  const [sagaId = '', step = '', ...item] = id.split(':');
  return { sagaId, step, ...(item.length > 0 && { item: item.join(':') }) };
}

/** Whether an invoke answered that it has to wait; the barrier does not keep such an answer. */
export const isWaiting = ({ operation }: Pick<StepCall, 'operation'>, response: StepResponse): boolean =>
  operation === 'invoke' && response['waiting'] != null;

const nothingUndone: StepResponse = { undone: false };

/** Decides what a call may do, by the barrier's record and the time in ms since 1970. */
export function admit(record: BarrierRecord | undefined, call: StepCall, now: number): Admission {
  if (record !== undefined && call.epoch < record.epoch) return { kind: 'refuse', code: 'STALE_EPOCH' };
  const verdict = call.operation === 'invoke' ? admitInvoke(record, call) : admitCompensate(record, call);
  // A late attempt may still get an earlier answer, but may do nothing.
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
 * The record once a third party is about to be called, or a step waits; a compensation leaves what it says of the
 * invoke.
 */
export function intended(record: BarrierRecord | undefined, call: StepCall, recordedAt: string): RecordDraft {
  const draft = base(record, call, recordedAt);
  if (call.operation === 'compensate') return draft;
  return { ...draft, invoke: { state: 'INTENDED', input: call.input } };
}

/** The record once a call has been answered. */
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
