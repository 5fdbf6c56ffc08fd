import type { Tally } from './simulate.ts';

/** The time between lines of progress, in ms. */
const INTERVAL_MS = 2_000;

const listed = (counts: ReadonlyMap<string, number>): string =>
  [...counts]
    .sort(([, one], [, other]) => other - one)
    .map(([what, count]) => `${what} ${count}`)
    .join(', ');

const total = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((sum, count) => sum + count, 0);

/** Creates a reporter that prints at intervals, in a line, how far a simulation is. */
export const createProgress = (
  wanted: number,
  now: () => number,
  write: (line: string) => void,
): ((tally: Tally) => void) => {
  const begun = now();
  let told = begun;
  return ({ runs, faults }) => {
    const time = now();
    if (time - told < INTERVAL_MS) return;
    told = time;
    const rate = Math.round((runs * 1_000) / (time - begun));
    write(`${runs} of ${wanted} schedules, ${rate} per second; ${total(faults)} faults: ${listed(faults)}`);
  };
};

/** A summary of the simulation in a few lines. */
export const summaryOf = ({ runs, ends, events, faults }: Tally): string =>
  [
    `${runs} schedules, ${total(faults)} faults.`,
    `Sagas: ${listed(ends)}.`,
    `Events: ${listed(events)}.`,
    ...(faults.size > 0 ? [`Faults: ${listed(faults)}.`] : []),
  ].join('\n');
