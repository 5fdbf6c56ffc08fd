import { setImmediate } from 'node:timers/promises';
import type { SagaEventType } from '@counterstep/saga-engine';
import type { FaultKind } from '../faults.ts';
import { Counts, type Tally } from '../simulate.ts';
import { runShopSchedule, type ShopOptions, type ShopResult } from './shop-schedule.ts';

export interface ShopSimulationOptions extends Pick<ShopOptions, 'defects'> {
  /** The most schedules to run. */
  readonly runs: number;
  /** The seed of the first schedule; each further one has the next. Default: 1. */
  readonly seed?: number;
  /** Called after every schedule with the results so far. */
  readonly onProgress?: (tally: Tally) => void;
}

/** The results; sagas are counted by definition and end. */
export interface ShopSimulationResult extends Tally {
  /** The first schedule that violates an invariant, with its trace; it ends the simulation. */
  readonly failure: ShopResult | undefined;
}

/** Runs schedules of the whole shop until one violates an invariant, or all have run. */
export const simulateShop = async (options: ShopSimulationOptions): Promise<ShopSimulationResult> => {
  const { runs, seed: first = 1, onProgress = () => undefined, ...rest } = options;
  const ends = new Counts<string>();
  const events = new Counts<SagaEventType>();
  const faults = new Counts<FaultKind>();
  const tally = (count: number): Tally => ({ runs: count, ends, events, faults });
  for (let run = 0; run < runs; run += 1) {
    const result = await runShopSchedule({ ...rest, seed: first + run });
    for (const { definitionName, status, log } of result.sagas) {
      ends.add(`${definitionName} ${status}`);
      for (const { type } of log) events.add(type);
    }
    for (const { kind } of result.faults) faults.add(kind);
    onProgress(tally(run + 1));
    if (result.violation !== undefined) {
      const failure = await runShopSchedule({ ...rest, seed: first + run, traced: true });
      return { ...tally(run + 1), failure };
    }
    await setImmediate();
  }
  return { ...tally(runs), failure: undefined };
};
