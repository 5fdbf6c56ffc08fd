import {
  Kind,
  OperationTypeNode,
  type DocumentNode,
  type FieldNode,
  type OperationDefinitionNode,
} from 'graphql';
import type { Instant } from './instant.ts';
import type { Json, StepOutput, WaitFor } from './state.ts';

/** How an attempt ended. */
export type Outcome =
  | { readonly kind: 'succeeded'; readonly output: StepOutput }
  /** The participant says that nothing happened. */
  | { readonly kind: 'rejected'; readonly code: string; readonly message: string }
  /** The participant has neither done nor refused the step; the same call has to be made again later. */
  | {
      readonly kind: 'waiting';
      readonly for: WaitFor;
      readonly askAgainAt: Instant;
      readonly until: Instant;
    }
  /** What happened is unknown; another attempt may tell. */
  | {
      readonly kind: 'failed';
      readonly code: string;
      readonly message: string;
      readonly retryAfterMs?: number;
    }
  /** The participant changed nothing because of a passing obstacle; the attempt is repeated. */
  | {
      readonly kind: 'busy';
      readonly code: string;
      readonly message: string;
      readonly retryAfterMs?: number;
    }
  /** What happened is unknown, and another attempt will not tell. */
  | { readonly kind: 'refused'; readonly code: string; readonly message: string };

/** The bounds of what a clock showed at some moment, in ms since 1970. */
export interface Reading {
  readonly earliest: number;
  readonly latest: number;
}

/** The answer that a transport returns. */
export type StepAnswer = {
  /** The participant's clock when it answered, if the answer shows it. */
  readonly clock?: Reading;
} & (
  | { readonly kind: 'data'; readonly data: unknown }
  | {
      readonly kind: 'error';
      /** `extensions.code` of the participant's first error, or the transport's own. */
      readonly code?: string;
      /** A sentence that the customer may read. */
      readonly message: string;
      readonly retryAfterMs?: number;
    }
);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The document's only operation, if it is a mutation. */
export const mutationOf = (document: DocumentNode): OperationDefinitionNode | undefined => {
  const operations = document.definitions.filter(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION,
  );
  const [operation] = operations;
  return operations.length === 1 && operation?.operation === OperationTypeNode.MUTATION
    ? operation
    : undefined;
};

/** The only root field of a step's document; undefined if the document breaks this convention. */
export const rootFieldOf = (document: DocumentNode): FieldNode | undefined => {
  const selections = mutationOf(document)?.selectionSet.selections ?? [];
  const [root] = selections;
  return selections.length === 1 && root?.kind === Kind.FIELD ? root : undefined;
};

/** The outcome of an attempt whose answer cannot be understood. */
export const malformed: Extract<Outcome, { kind: 'failed' }> = {
  kind: 'failed',
  code: 'MALFORMED_ANSWER',
  message: 'The answer of a service was not understood.',
};

/** Codes by which a participant says that it could change nothing for now: it is busy, or its disk is full. */
const obstacles: readonly string[] = ['BUSY', 'STORE_FULL'];

/**
 * Codes of attempts that the barrier refuses for good, or that the participant knows to be pointless until something
 * else happens.
 */
const refusals: readonly string[] = ['STEP_CANCELLED', 'KEY_PARAMETER_MISMATCH', 'STEP_BLOCKED'];

/** The most bytes of JSON that a step's output may have, because a saga is stored as one document. */
const MAX_OUTPUT_BYTES = 64 * 1024;

/** Fields of a step's payload that are not part of its output: they say that there is none. */
export const CONTROL_FIELDS: readonly string[] = ['rejection', 'waiting'];

/** A value without the null fields of its objects; null list items stay. */
const withoutNulls = (value: unknown): Json => {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value as Json;
  const entries = Object.entries(value).filter(([, part]) => part !== null);
  return Object.fromEntries(entries.map(([key, part]) => [key, withoutNulls(part)]));
};

const outputOf = (payload: Readonly<Record<string, unknown>>): StepOutput | undefined => {
  // A payload that can carry a rejection or a wait is nullable only for these; otherwise its fields must be there.
  const mayBeNull = !CONTROL_FIELDS.some((field) => field in payload);
  const output: Record<string, Json> = {};
  for (const [field, value] of Object.entries(payload)) {
    if (CONTROL_FIELDS.includes(field)) continue;
    if (value !== null) output[field] = withoutNulls(value);
    else if (!mayBeNull) return undefined;
  }
  return output;
};

const tooLarge: Outcome = {
  kind: 'failed',
  code: 'ANSWER_TOO_LARGE',
  message: 'The answer of a service was too long.',
};

const waitsFor: readonly string[] = ['CUSTOMER', 'PROVIDER', 'OPERATOR', 'PARCEL'] satisfies WaitFor[];

/** Normalizes an instant to the engine's format; undefined if the value is not an instant. */
const instantIn = (value: unknown): Instant | undefined => {
  const ms = typeof value === 'string' ? Date.parse(value) : NaN;
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
};

const waitingOf = (waiting: unknown): Outcome => {
  if (!isObject(waiting)) return malformed;
  const [askAgainAt, until] = [instantIn(waiting['askAgainAt']), instantIn(waiting['until'])];
  const what = String(waiting['for']);
  if (!waitsFor.includes(what) || askAgainAt === undefined || until === undefined) return malformed;
  return { kind: 'waiting', for: what as WaitFor, askAgainAt, until };
};

const outcomeOfData = (document: DocumentNode, data: unknown): Outcome => {
  const root = rootFieldOf(document);
  const payload = isObject(data) ? data[root?.alias?.value ?? root?.name.value ?? ''] : undefined;
  if (!isObject(payload)) return malformed;
  const rejection = payload['rejection'] ?? undefined;
  if (rejection !== undefined) {
    if (!isObject(rejection)) return malformed;
    const { code, message } = rejection;
    if (typeof code !== 'string' || typeof message !== 'string') return malformed;
    return { kind: 'rejected', code, message };
  }
  const waiting = payload['waiting'] ?? undefined;
  if (waiting !== undefined) return waitingOf(waiting);
  const output = outputOf(payload);
  if (output === undefined) return malformed;
  const isTooLarge = new TextEncoder().encode(JSON.stringify(output)).length > MAX_OUTPUT_BYTES;
  return isTooLarge ? tooLarge : { kind: 'succeeded', output };
};

/** The outcome that an answer means; `stale` if another coordinator owns the saga. */
export const outcomeOf = (
  document: DocumentNode,
  answer: StepAnswer,
): Outcome | { readonly kind: 'stale' } => {
  if (answer.kind === 'data') return outcomeOfData(document, answer.data);
  const { code = 'INTERNAL_SERVER_ERROR', message, retryAfterMs } = answer;
  if (code === 'STALE_EPOCH') return { kind: 'stale' };
  if (refusals.includes(code)) return { kind: 'refused', code, message };
  const kind = obstacles.includes(code) ? 'busy' : 'failed';
  return { kind, code, message, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
};
