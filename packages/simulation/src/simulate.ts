import { setImmediate } from 'node:timers/promises';
import type { SagaDefinition, SagaEventType } from '@counterstep/saga-engine';
import type { FaultKind } from './faults.ts';
import { runSchedule, type ScheduleOptions, type ScheduleResult } from './schedule.ts';
import { shrink, type ShrunkSchedule } from './shrink.ts';

export interface SimulationOptions extends Pick<ScheduleOptions, 'input' | 'config' | 'defects'> {
  /** The definitions, which the schedules use in turn. */
  readonly definitions: readonly SagaDefinition[];
  /** The most schedules to run. */
  readonly runs: number;
  /** The seed of the first schedule; each further one has the next. Default: 1. */
  readonly seed?: number;
  /** Whether to shrink a failure, which runs its schedule hundreds of times. Default: true. */
  readonly shrinks?: boolean;
  /** Called after every schedule with the results so far. */
  readonly onProgress?: (tally: Tally) => void;
}

/** The results so far. */
export interface Tally {
  readonly runs: number;
  /** The number of sagas by how they ended. */
  readonly ends: ReadonlyMap<string, number>;
  /** The number of events in the sagas' logs, by type. */
  readonly events: ReadonlyMap<SagaEventType, number>;
  /** The number of faults, by kind. */
  readonly faults: ReadonlyMap<FaultKind, number>;
}

export interface SimulationResult extends Tally {
  /**
   * The first schedule that violates an invariant, which ends the simulation; `smallest` is the original unless it was
   * shrunk.
   */
  readonly failure: ShrunkSchedule | undefined;
}

/** Counts by what is counted. */
export class Counts<K> extends Map<K, number> {
  add(key: K): void {
    this.set(key, (this.get(key) ?? 0) + 1);
  }
}

/**
 * Runs schedules until one violates an invariant, or all have run.
 *
 * @throws {RangeError} if there is no definition.
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
    // A schedule never waits for anything real, so this lets other work of the process run.
    await setImmediate();
  }
  return { ...tally(runs), failure: undefined };
};
