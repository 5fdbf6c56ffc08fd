import type { Json, SagaDefinition, StepDefinition } from '@counterstep/saga-engine';
import { isWanted, type ConditionValues } from './conditions.ts';
import type { InvariantViolation, InvariantName } from './invariants.ts';
import { labelsOf, nameIn } from './items.ts';

const isFinal = (step: StepDefinition): boolean => step.kind !== 'COMPENSATABLE';

/** Records what participants have really done and undone for one saga, whatever its coordinators believe. */
export class Ledger {
  readonly #definition: SagaDefinition;
  readonly #input: Json;
  readonly #conditions: ConditionValues;
  readonly #done = new Map<string, number>();
  readonly #undone = new Map<string, number>();

  /** `input` has the items of steps with `forEach`. */
  constructor(definition: SagaDefinition, input: Json, conditions: ConditionValues) {
    this.#definition = definition;
    this.#input = input;
    this.#conditions = conditions;
  }

  /** Whether any effect of the step exists. */
  hasSome(step: StepDefinition): boolean {
    return [...this.#done.keys()].some((label) => nameIn(label) === step.name && this.#has(label));
  }

  /** Whether the step's condition holds. */
  wants(step: StepDefinition): boolean {
    return isWanted(step, this.#definition, this.#conditions);
  }

  /** Whether the step, which must be done, is not done for some item; uncritical steps need not be done. */
  lacks(step: StepDefinition): boolean {
    if (step.critical === false || !this.wants(step)) return false;
    return labelsOf(step, this.#input).some((label) => !this.#has(label));
  }

  #has(step: string): boolean {
    return this.#times(this.#done, step) > this.#times(this.#undone, step);
  }

  #times(counts: ReadonlyMap<string, number>, step: string): number {
    return counts.get(step) ?? 0;
  }

  /** Records an effect; returns the invariant that it violates, if any. */
  add(name: string, done: boolean): InvariantViolation | undefined {
    const counts = done ? this.#done : this.#undone;
    const before = this.#has(name);
    counts.set(name, this.#times(counts, name) + 1);
    return done ? this.#checkDone(name) : this.#checkUndone(name, before);
  }

  #checkDone(name: string): InvariantViolation | undefined {
    const { steps } = this.#definition;
    if (this.#times(this.#done, name) > 1) return violation('once', `${name} was done twice`);
    const at = steps.findIndex((step) => step.name === nameIn(name));
    const step = steps[at];
    if (step === undefined) return this.#checkAfterCompensation(name);
    if (!this.wants(step)) return violation('condition', `${name} was done`);
    const missing = steps.slice(0, at).find((each) => this.lacks(each));
    if (missing === undefined) return undefined;
    const how = `${name} was done while ${missing.name} was not`;
    return violation(isFinal(step) ? 'pivot' : 'all-or-nothing', how);
  }

  #checkAfterCompensation(name: string): InvariantViolation | undefined {
    const left = this.#definition.steps.find((each) => this.hasSome(each));
    return left && violation('all-or-nothing', `${name} was done before ${left.name} was undone`);
  }

  #checkUndone(name: string, before: boolean): InvariantViolation | undefined {
    if (!before) return violation('once', `${name} was undone although it was not done`);
    const { steps } = this.#definition;
    const final = steps.find((step) => isFinal(step) && this.hasSome(step));
    if (final !== undefined) return violation('pivot', `${name} was undone after ${final.name} was done`);
    const at = steps.findIndex((step) => step.name === nameIn(name));
    const later = steps.slice(at + 1).find((step) => this.hasSome(step));
    return later && violation('reverse-order', `${name} was undone before ${later.name}`);
  }
}

export const violation = (invariant: InvariantName, how: string): InvariantViolation => ({ invariant, how });
