import { setImmediate } from 'node:timers/promises';
import type { SagaDefinition, SagaEventType } from '@counterstep/saga-engine';
import type { FaultKind } from './faults.ts';
import { runSchedule, type ScheduleOptions, type ScheduleResult } from './schedule.ts';
import { shrink, type ShrunkSchedule } from './shrink.ts';

export interface SimulationOptions extends Pick<ScheduleOptions, 'input' | 'config' | 'defects'> {
  /** The schedules are shared out among them, one after the other. */
  readonly definitions: readonly SagaDefinition[];
  /** How many schedules there are, at most. */
  readonly runs: number;
  /** The seed of the first schedule; each further one has the next. Default: 1. */
  readonly seed?: number;
  /** Whether a failure is made smaller, which runs its schedule hundreds of times. Default: true. */
  readonly shrinks?: boolean;
  /** Is told how far it is, after every schedule. */
  readonly onProgress?: (tally: Tally) => void;
}

/** What there has been so far. */
export interface Tally {
  readonly runs: number;
  /** How many sagas came to each end. */
  readonly ends: ReadonlyMap<string, number>;
  /** How many events of each type there were in the logs of sagas. */
  readonly events: ReadonlyMap<SagaEventType, number>;
  /** How many faults of each kind there were. */
  readonly faults: ReadonlyMap<FaultKind, number>;
}

export interface SimulationResult extends Tally {
  /** The first schedule that violates an invariant; the simulation ends with it. Not made smaller, `smallest` is the original. */
  readonly failure: ShrunkSchedule | undefined;
}

class Counts<K> extends Map<K, number> {
  add(key: K): void {
    this.set(key, (this.get(key) ?? 0) + 1);
  }
}

/**
 * Runs schedule after schedule until one violates an invariant, or all have been run.
 *
 * @throws {RangeError} when there is no definition.
 */
export const simulate = async (options: SimulationOptions): Promise<SimulationResult> => {
  const {
    definitions,
    runs,
    seed: first = 1,
    shrinks = true,
    onProgress = () => undefined,
    ...rest
  } = options;
  const ends = new Counts<string>();
  const events = new Counts<SagaEventType>();
  const faults = new Counts<FaultKind>();
  const tally = (count: number): Tally => ({ runs: count, ends, events, faults });
  const count = (result: ScheduleResult): void => {
    for (const { status, log } of result.sagas) {
      ends.add(status);
      for (const { type } of log) events.add(type);
    }
    for (const { kind } of result.faults) faults.add(kind);
  };
  for (let run = 0; run < runs; run += 1) {
    const definition = definitions[run % definitions.length];
    if (definition === undefined) throw new RangeError('There is no definition to simulate.');
    const schedule = { ...rest, definition, seed: first + run };
    const result = await runSchedule(schedule);
    count(result);
    onProgress(tally(run + 1));
    if (result.violation !== undefined) {
      const failure = shrinks ? await shrink(schedule, result) : { original: result, smallest: result };
      return { ...tally(run + 1), failure };
    }
    // A schedule waits for nothing real; others want their turn too.
    await setImmediate();
  }
  return { ...tally(runs), failure: undefined };
};
