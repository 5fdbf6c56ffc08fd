import { durations, type Fault } from './faults.ts';
import { runSchedule, type ScheduleOptions, type ScheduleResult } from './schedule.ts';
import type { Traits } from './traits.ts';

/** The most schedules tried to find a smaller one. */
const MAX_RUNS = 400;

/** A schedule that violates an invariant, and a minimal one that violates the same. */
export interface ShrunkSchedule {
  readonly original: ScheduleResult;
  /** The minimal schedule, with its trace. */
  readonly smallest: ScheduleResult;
}

/** All ways to simplify one of a schedule's traits. */
const simplerTraits = (traits: Traits): readonly Traits[] => {
  const without = <T>(items: ReadonlySet<T>): readonly ReadonlySet<T>[] =>
    [...items].map((item) => new Set([...items].filter((other) => other !== item)));
  return [
    ...(traits.sagas > 1 ? [{ ...traits, sagas: traits.sagas - 1 }] : []),
    ...(traits.coordinators > 1 ? [{ ...traits, coordinators: traits.coordinators - 1 }] : []),
    ...(traits.twins ? [{ ...traits, twins: false }] : []),
    ...(traits.skewMs > 0 ? [{ ...traits, skewMs: 0 }] : []),
    ...(traits.profile === 'usual' ? [] : [{ ...traits, profile: 'usual' as const }]),
    ...without(traits.rejecting).map((rejecting) => ({ ...traits, rejecting })),
    ...without(traits.broken).map((broken) => ({ ...traits, broken })),
    ...without(traits.full).map((full) => ({ ...traits, full })),
    ...without(traits.thirdParty).map((thirdParty) => ({ ...traits, thirdParty })),
    ...[...traits.waits.keys()].map((name) => ({
      ...traits,
      waits: new Map([...traits.waits].filter(([other]) => other !== name)),
    })),
    ...traits.wakes.map((wake) => ({ ...traits, wakes: traits.wakes.filter((other) => other !== wake) })),
    ...traits.commands.map((command) => ({
      ...traits,
      commands: traits.commands.filter((other) => other !== command),
    })),
    ...[...traits.busy.keys()].map((name) => ({
      ...traits,
      busy: new Map([...traits.busy].filter(([other]) => other !== name)),
    })),
    ...[...traits.flaky.keys()].map((name) => ({
      ...traits,
      flaky: new Map([...traits.flaky].filter(([other]) => other !== name)),
    })),
  ];
};

/** All ways to remove some faults: first half of them, last single ones. */
const fewerFaults = (faults: readonly Fault[]): readonly (readonly Fault[])[] => {
  const candidates: (readonly Fault[])[] = [];
  for (let size = Math.ceil(faults.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let from = 0; from < faults.length; from += size)
      candidates.push(faults.filter((_, index) => index < from || index >= from + size));
  return candidates;
};

/** All ways to shorten one fault. */
const shorterFaults = (faults: readonly Fault[]): readonly (readonly Fault[])[] =>
  faults.flatMap((fault, at) =>
    durations
      .filter((ms) => ms < fault.ms)
      .map((ms) => faults.map((other, index) => (index === at ? { ...fault, ms } : other))),
  );

class Shrinker {
  readonly #options: ScheduleOptions;
  readonly #original: ScheduleResult;
  #best: ScheduleResult;
  #left = MAX_RUNS;

  constructor(options: ScheduleOptions, original: ScheduleResult) {
    this.#options = options;
    this.#original = original;
    this.#best = original;
  }

  async #try(change: Pick<ScheduleOptions, 'traits' | 'faults'>): Promise<boolean> {
    if (this.#left === 0) return false;
    this.#left -= 1;
    const { traits, faults } = this.#best;
    const result = await runSchedule({ ...this.#options, traits, faults, ...change, traced: false });
    if (result.violation?.invariant !== this.#original.violation?.invariant) return false;
    this.#best = result;
    return true;
  }

  /** Adopts the first candidate that still violates the invariant, and starts over with it. */
  async #reduce(candidates: () => readonly Pick<ScheduleOptions, 'traits' | 'faults'>[]): Promise<void> {
    for (let again = true; again;) {
      again = false;
      for (const candidate of candidates()) {
        again = await this.#try(candidate);
        if (again) break;
      }
    }
  }

  async run(): Promise<ShrunkSchedule> {
    const withFewerFaults = () => fewerFaults(this.#best.faults).map((faults) => ({ faults }));
    await this.#reduce(withFewerFaults);
    await this.#reduce(() => simplerTraits(this.#best.traits).map((traits) => ({ traits })));
    await this.#reduce(withFewerFaults);
    await this.#reduce(() => shorterFaults(this.#best.faults).map((faults) => ({ faults })));
    const { traits, faults } = this.#best;
    const smallest = await runSchedule({ ...this.#options, traits, faults, traced: true });
    return { original: this.#original, smallest };
  }
}

/** Finds a schedule with fewer faults and simpler traits that violates the same invariant. */
export const shrink = (options: ScheduleOptions, original: ScheduleResult): Promise<ShrunkSchedule> =>
  new Shrinker(options, original).run();
