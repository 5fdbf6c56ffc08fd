import { setTimeout as delay } from 'node:timers/promises';
import { newId } from '@counterstep/service-kit';
import { NoAnswer, type Answer, type Client } from './client.ts';
import type { InputKind, InputMaker } from './inputs.ts';
import { NotChecked } from './verdict.ts';
import type { Mutation, Step } from './sdl.ts';
import type { Tokens } from './tokens.ts';

type Input = Readonly<Record<string, unknown>>;

/** One attempt of an operation, as the coordinator would make it. */
export interface Attempt {
  readonly mutation: Mutation;
  readonly sagaId: string;
  readonly step: string;
  /** The item's key, for an instance of a step that is done once per item. */
  readonly item?: string;
  readonly input: Input;
  /** The epoch; default: 1. */
  readonly epoch?: number;
  /** The deadline: a minute ahead of the participant's clock (the default), or a minute behind it (`past`). */
  readonly deadline?: 'past' | 'ahead';
}

/** A participant's answer to an attempt: a payload, or the code of an error. */
export interface Told {
  readonly payload: Input | undefined;
  readonly rejection: Input | undefined;
  readonly code: string | undefined;
  /** The whole answer in one line, for messages about unexpected answers. */
  readonly text: string;
}

/** A record of `stepRecords`. */
export interface StepRecord {
  readonly sagaId: string;
  readonly step: string;
  readonly epoch: number;
  readonly invoke: string | null;
  readonly compensated: boolean;
  readonly recordedAt: string;
}

export interface RecordPage {
  readonly nodes: readonly StepRecord[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** The participant answered a query for its records with an error; the message says which. */
export class RecordsRefused extends Error {}

const RECORDS = `query ($keys: [ID!], $since: DateTime, $first: Int, $after: String) {
  stepRecords(keys: $keys, since: $since, first: $first, after: $after) {
    nodes { sagaId step epoch invoke compensated recordedAt } pageInfo { hasNextPage endCursor } } }`;
const FORGET = 'mutation ($keys: [ID!]!) { forgetSteps(keys: $keys) }';

/** Codes of answers that another attempt would get again. */
const FINAL = [
  ...['STALE_EPOCH', 'DEADLINE_EXCEEDED', 'STEP_CANCELLED', 'KEY_PARAMETER_MISMATCH'],
  ...['UNAUTHENTICATED', 'FORBIDDEN', 'BAD_USER_INPUT', 'GRAPHQL_VALIDATION_FAILED'],
];
const TRIES = 10;
const PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 3_000;
const AHEAD_MS = 60_000;
const PAGE = 100;

const textOf = (mutation: Mutation): string =>
  `mutation ($step: StepInput!, $input: ${mutation.inputType}!) {
    told: ${mutation.name}(step: $step, input: $input) ${mutation.selection} }`;

const isObject = (value: unknown): value is Input => typeof value === 'object' && value !== null;

const toldBy = ({ data, errors: [error] }: Answer): Told => {
  if (error !== undefined) {
    const { code, message } = error;
    const text = `${code ?? 'an error without a code'} (${message.slice(0, 200)})`;
    return { payload: undefined, rejection: undefined, code: code ?? '', text };
  }
  const told = data?.['told'];
  if (!isObject(told)) return { payload: undefined, rejection: undefined, code: '', text: 'no payload' };
  const { __typename: _, ...payload } = told;
  const rejection = isObject(payload['rejection']) ? payload['rejection'] : undefined;
  return { payload, rejection, code: undefined, text: JSON.stringify(payload) };
};

export const keyOf = ({ sagaId, step, item }: Pick<Attempt, 'sagaId' | 'step' | 'item'>): string =>
  item === undefined ? `${sagaId}:${step}` : `${sagaId}:${step}:${item}`;

/** Calls one participant as the coordinator does, and records the steps that it has called, to have them forgotten. */
export class Participant {
  readonly inputs: InputMaker;
  readonly tokens: Tokens;
  readonly client: Client;
  readonly #touched = new Map<string, Attempt>();
  readonly #undoing = new Map<string, Step>();

  constructor(client: Client, tokens: Tokens, inputs: InputMaker) {
    this.client = client;
    this.tokens = tokens;
    this.inputs = inputs;
  }

  /** The first attempt of a step's invoke, in a new saga. */
  begin(step: Step, kind: InputKind = 'input'): Attempt {
    const sagaId = newId();
    const attempt: Attempt = {
      mutation: step.invoke,
      sagaId,
      step: step.invoke.name,
      input: this.inputs.of(step.invoke, sagaId, kind),
    };
    this.#undoing.set(keyOf(attempt), step);
    return attempt;
  }

  /** The first attempt of the compensation of the given attempt. */
  undoing({ sagaId, step, item }: Attempt, compensate: Mutation): Attempt {
    const instance = item === undefined ? {} : { item };
    return { mutation: compensate, sagaId, step, ...instance, input: this.inputs.of(compensate, sagaId) };
  }

  /**
   * The attempt with one leaf of its input changed.
   *
   * @throws {NotChecked} if nothing in it can be changed.
   */
  otherwise(attempt: Attempt): Attempt {
    const input = this.inputs.other(attempt.mutation, attempt.input);
    if (input === undefined)
      throw new NotChecked(`nothing of the input of ${attempt.mutation.name} can be changed`);
    return { ...attempt, input };
  }

  /**
   * Makes one attempt, with the given authorization or by default the coordinator's.
   *
   * @throws {NoAnswer} if no answer comes.
   */
  async attempt(attempt: Attempt, authorization?: string | null): Promise<Told> {
    return toldBy(await this.#send(attempt, authorization));
  }

  /**
   * Repeats an attempt until it gets a payload or a final error, or tries run out; returns the last answer.
   *
   * @throws {NoAnswer} if repeatedly no answer comes.
   */
  async settle(attempt: Attempt): Promise<Told> {
    for (let tries = 1; ; tries += 1) {
      let waitMs = PAUSE_MS * tries;
      try {
        const answer = await this.#send(attempt);
        const told = toldBy(answer);
        const isFinal = told.payload !== undefined || FINAL.includes(told.code ?? '');
        if (isFinal || tries === TRIES) return told;
        waitMs = answer.retryAfterMs ?? waitMs;
      } catch (error) {
        if (!(error instanceof NoAnswer) || tries === TRIES) throw error;
      }
      await delay(Math.min(waitMs, LONGEST_PAUSE_MS));
    }
  }

  /** Sends any GraphQL with the coordinator's token, with the given authorization, or for null with none. */
  async ask(query: string, variables: object, authorization?: string | null): Promise<Answer> {
    const shown = authorization === undefined ? `Bearer ${await this.tokens.good()}` : authorization;
    return this.client.send(query, variables, shown ?? undefined);
  }

  /**
   * Reads a page of records.
   *
   * @throws {RecordsRefused} if the participant answers with an error, or in another form.
   */
  async recordPage(variables: object): Promise<RecordPage> {
    const { data, errors } = await this.ask(RECORDS, variables);
    const page = data?.['stepRecords'] as RecordPage | undefined;
    if (errors.length === 0 && page) return page;
    throw new RecordsRefused(`stepRecords answers ${errors[0]?.message ?? 'nothing'}`);
  }

  /** @throws {RecordsRefused} when it answers with an error. */
  async recordOf(attempt: Attempt): Promise<StepRecord | undefined> {
    const { nodes } = await this.recordPage({ keys: [keyOf(attempt)], first: 1 });
    return nodes[0];
  }

  /** @throws {RecordsRefused} when it answers with an error. */
  async forget(keys: readonly string[]): Promise<number> {
    const { data, errors } = await this.ask(FORGET, { keys });
    const count = data?.['forgetSteps'];
    if (errors.length === 0 && typeof count === 'number') return count;
    throw new RecordsRefused(`forgetSteps answers ${errors[0]?.message ?? 'no number'}`);
  }

  /** Undoes what can be undone, and has all steps forgotten. */
  async clean(): Promise<void> {
    for (const attempt of this.#touched.values()) {
      const { sagaId, step } = attempt;
      const compensate = this.#undoing.get(keyOf({ sagaId, step }))?.compensate;
      const record = compensate && (await this.recordOf(attempt));
      if (compensate && record && !record.compensated)
        await this.settle({ ...this.undoing(attempt, compensate), epoch: record.epoch + 1 });
    }
    const keys = [...this.#touched.keys()];
    for (let from = 0; from < keys.length; from += PAGE) await this.forget(keys.slice(from, from + PAGE));
  }

  async #send(attempt: Attempt, authorization?: string | null): Promise<Answer> {
    const { mutation, sagaId, step, item, input, epoch = 1, deadline = 'ahead' } = attempt;
    this.#touched.set(keyOf(attempt), attempt);
    const at = this.client.now() + (deadline === 'past' ? -AHEAD_MS : AHEAD_MS);
    const key = { sagaId, step, ...(item !== undefined && { item }) };
    const variables = { step: { ...key, epoch, deadline: new Date(at).toISOString() }, input };
    return this.ask(textOf(mutation), variables, authorization);
  }
}
