import type { SagaDefinition, StepDefinition } from '@counterstep/coordinator/engine';
import type { BrokenPromise, PromiseName } from './promises.ts';

const isFinal = (step: StepDefinition): boolean => step.kind !== 'COMPENSATABLE';

/** What the participants have really done and undone for one saga, whatever its coordinators believe. */
export class Ledger {
  readonly #definition: SagaDefinition;
  readonly #done = new Map<string, number>();
  readonly #undone = new Map<string, number>();

  constructor(definition: SagaDefinition) {
    this.#definition = definition;
  }

  /** Whether the effect of a step is there. */
  has(step: string): boolean {
    return this.#times(this.#done, step) > this.#times(this.#undone, step);
  }

  #times(counts: ReadonlyMap<string, number>, step: string): number {
    return counts.get(step) ?? 0;
  }

  /** Notes an effect; says which promise it breaks. */
  add(name: string, done: boolean): BrokenPromise | undefined {
    const counts = done ? this.#done : this.#undone;
    const before = this.has(name);
    counts.set(name, this.#times(counts, name) + 1);
    return done ? this.#checkDone(name) : this.#checkUndone(name, before);
  }

  #checkDone(name: string): BrokenPromise | undefined {
    const { steps } = this.#definition;
    if (this.#times(this.#done, name) > 1) return broken('once', `${name} was done twice`);
    const at = steps.findIndex((step) => step.name === name);
    const step = steps[at];
    if (step === undefined) return this.#checkAfterCompensation(name);
    const missing = steps.slice(0, at).find((each) => (each.critical ?? true) && !this.has(each.name));
    if (missing === undefined) return undefined;
    const how = `${name} was done while ${missing.name} was not`;
    return broken(isFinal(step) ? 'pivot' : 'all-or-nothing', how);
  }

  #checkAfterCompensation(name: string): BrokenPromise | undefined {
    const left = this.#definition.steps.find((each) => this.has(each.name));
    return left && broken('all-or-nothing', `${name} was done before ${left.name} was undone`);
  }

  #checkUndone(name: string, before: boolean): BrokenPromise | undefined {
    if (!before) return broken('once', `${name} was undone although it was not done`);
    const { steps } = this.#definition;
    const final = steps.find((step) => isFinal(step) && this.has(step.name));
    if (final !== undefined) return broken('pivot', `${name} was undone after ${final.name} was done`);
    const at = steps.findIndex((step) => step.name === name);
    const later = steps.slice(at + 1).find((step) => this.has(step.name));
    return later && broken('reverse-order', `${name} was undone before ${later.name}`);
  }
}

export const broken = (promise: PromiseName, how: string): BrokenPromise => ({ promise, how });
