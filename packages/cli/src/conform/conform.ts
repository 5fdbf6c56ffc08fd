import { setTimeout as delay } from 'node:timers/promises';
import { GraphQLError } from 'graphql';
import type { JWK } from 'jose';
import { Client, NoAnswer } from './client.ts';
import { InputMaker, type GivenInput } from './inputs.ts';
import { Participant, RecordsRefused } from './participant.ts';
import type { Rule, Scene } from './rule.ts';
import { descriptionRules } from './rules/description.ts';
import { rules } from './rules/index.ts';
import { describe, type Description, type Step } from './sdl.ts';
import { createTokens } from './tokens.ts';
import { Broken, NotChecked } from './verdict.ts';

/** The participant to check, and how to call it. */
export interface Subject {
  /** The participant's base URL, without `/graphql`. */
  readonly url: string;
  /** The audience of tokens for the participant, such as `payments`. */
  readonly audience: string;
  /** The private key of the coordinator. */
  readonly key: JWK;
  /** The private key of another service that the participant knows, such as the gateway. */
  readonly otherKey?: JWK | undefined;
  /** Given inputs, by mutation. */
  readonly values?: ReadonlyMap<string, GivenInput>;
  /** The step mutations to call; default: all. */
  readonly steps?: readonly string[];
  /** Kills the participant with SIGKILL and starts it again; resolves once it is starting. */
  readonly restart?: (() => Promise<void>) | undefined;
}

/** The result of checking one rule. */
export interface RuleResult {
  readonly id: string;
  readonly title: string;
  readonly state: 'holds' | 'broken' | 'not-checked';
  /** How the rule is broken, or why it was not checked; each is a sentence without a full stop. */
  readonly reasons: readonly string[];
}

/** The results of checking a participant. */
export interface Report {
  readonly url: string;
  readonly conforms: boolean;
  /** The results of the rules, in the order of their ids. */
  readonly rules: readonly RuleResult[];
  /** Observations that are no faults. */
  readonly notes: readonly string[];
}

/** The request was wrong: it names an unknown step, or lacks a value. */
export class WrongQuestion extends Error {}

const READY_MS = 30_000;
const PAUSE_MS = 100;
const SDL = '{ _service { sdl } }';

const number = (id: string): number => Number(id.slice(1));

/**
 * Checks every rule of the protocol on one participant, and finally has it forget all steps.
 *
 * @throws {NoAnswer} if the participant cannot be reached, or stops answering.
 * @throws {WrongQuestion} if there is no such step, or an input cannot be generated.
 */
export async function conform(subject: Subject): Promise<Report> {
  const client = new Client(subject.url);
  const tokens = await createTokens(subject);
  const description = await described(client, await tokens.good());
  const values = subject.values ?? new Map<string, GivenInput>();
  const steps = selected(description, subject.steps, values);
  const instant = new Date().toISOString();
  const participant = new Participant(client, tokens, new InputMaker(description, values, instant));
  for (const step of steps) tryInputs(participant, step);
  const restart = subject.restart && restartAndWait(subject.restart, participant);
  const scene: Scene = { participant, description, steps, restart };
  const results: RuleResult[] = [];
  const notes = await refusedInputs(scene);
  try {
    for (const rule of rules) results.push(await resultOf(rule, scene));
  } finally {
    notes.push(...(await leftBehind(participant)));
  }
  results.sort((one, other) => number(one.id) - number(other.id));
  const conforms = results.every(({ state }) => state !== 'broken');
  return { url: subject.url, conforms, rules: results, notes };
}

async function described(client: Client, token: string): Promise<Description> {
  const { data, errors } = await client.send(SDL, {}, `Bearer ${token}`);
  const service = data?.['_service'] as { readonly sdl?: unknown } | undefined;
  if (typeof service?.sdl !== 'string')
    throw new NoAnswer(`_service { sdl } is answered ${errors[0]?.message ?? 'without a text'}.`);
  try {
    return describe(service.sdl);
  } catch (error) {
    if (error instanceof GraphQLError) throw new NoAnswer(`Its SDL cannot be read: ${error.message}`);
    throw error;
  }
}

function selected(
  { steps, mutations }: Description,
  wanted: readonly string[] | undefined,
  values: ReadonlyMap<string, GivenInput>,
): readonly Step[] {
  const stranger = [...values.keys()].find((name) => !mutations.includes(name));
  if (stranger !== undefined) throw new WrongQuestion(`${stranger} is no step and no compensation of it.`);
  const unknown = wanted?.find((name) => !steps.some(({ invoke }) => invoke.name === name));
  if (unknown === undefined) return steps.filter(({ invoke }) => wanted?.includes(invoke.name) ?? true);
  const names = steps.map(({ invoke }) => invoke.name).join(', ');
  throw new WrongQuestion(`There is no step ${unknown}; there are: ${names || 'none'}.`);
}

/**
 * Generates all inputs once.
 *
 * @throws {WrongQuestion} if an input lacks a value.
 */
function tryInputs(participant: Participant, { invoke, compensate }: Step): void {
  try {
    for (const mutation of [invoke, ...(compensate ? [compensate] : [])])
      participant.inputs.of(mutation, 'id');
  } catch (error) {
    throw new WrongQuestion((error as Error).message);
  }
}

/** Notes on steps that are never done, because the participant rejects their inputs. */
async function refusedInputs({ participant, steps }: Scene): Promise<string[]> {
  const notes: string[] = [];
  for (const step of steps) {
    const { rejection, payload, text } = await participant.settle(participant.begin(step));
    const { name } = step.invoke;
    if (rejection)
      notes.push(
        `${name} rejects its input (${String(rejection['code'])}), so it was never seen done; --values can give another`,
      );
    else if (payload === undefined) notes.push(`${name} is answered ${text}`);
  }
  return notes;
}

async function resultOf(rule: Rule, scene: Scene): Promise<RuleResult> {
  const { id, title } = rule;
  const checks = checksOf(rule, scene);
  const [broken, unseen]: [string[], string[]] = [[], []];
  for (const check of checks) {
    try {
      await check();
    } catch (error) {
      if (error instanceof Broken) broken.push(error.message);
      else if (error instanceof NotChecked) unseen.push(error.message);
      else if (error instanceof RecordsRefused) (isAboutRecords(id) ? broken : unseen).push(error.message);
      else throw error;
    }
  }
  if (checks.length === 0) unseen.push('there is no step that it is about');
  const isUnseen = unseen.length > 0 && unseen.length >= checks.length;
  const state = broken.length > 0 ? 'broken' : isUnseen ? 'not-checked' : 'holds';
  return { id, title, state, reasons: state === 'broken' ? broken : state === 'holds' ? [] : unseen };
}

/** Whether a rule is about records; if records cannot be read, such rules are broken, and others cannot be checked. */
const isAboutRecords = (id: string): boolean => ['P27', 'P28', 'P29'].includes(id);

function checksOf(rule: Rule, scene: Scene): readonly (() => Promise<void> | void)[] {
  if (scene.steps.length === 0 && !descriptionRules.includes(rule)) return [];
  if (rule.of === 'whole') return [() => rule.check(scene)];
  if (rule.of === 'step') return scene.steps.map((step) => () => rule.check(scene, step));
  return scene.steps.flatMap(({ invoke, compensate }) =>
    compensate ? [() => rule.check(scene, { invoke, compensate })] : [],
  );
}

/** Restarts the participant, and waits until it answers again. */
const restartAndWait =
  (restart: () => Promise<void>, participant: Participant) => async (): Promise<void> => {
    await restart();
    const until = Date.now() + READY_MS;
    for (;;) {
      try {
        const { data } = await participant.ask(SDL, {});
        if (data?.['_service']) return;
      } catch (error) {
        if (!(error instanceof NoAnswer) || Date.now() > until) throw error;
      }
      await delay(PAUSE_MS);
    }
  };

async function leftBehind(participant: Participant): Promise<readonly string[]> {
  try {
    await participant.clean();
    return [];
  } catch (error) {
    return [`steps of this check are left behind: ${(error as Error).message}`];
  }
}
