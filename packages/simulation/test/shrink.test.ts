import { beforeAll, describe, expect, it } from '@jest/globals';
import { definitions } from '../examples/trip.mjs';
import { describeFailure, runSchedule, simulate, type ShrunkSchedule } from '../src/index.ts';

const [definition] = definitions;
const defects = { versionIgnored: true };
let failure: ShrunkSchedule;

beforeAll(async () => {
  // This finds a schedule in which there is something to leave out.
  for (let seed = 1; ; seed += 1) {
    const result = await simulate({ definitions, runs: 1_000, seed, defects });
    if (result.failure === undefined) throw new Error('No invariant was violated.');
    failure = result.failure;
    seed = failure.original.seed;
    if (failure.original.faults.length > failure.smallest.faults.length + 2) return;
  }
}, 120_000);

describe('a shrunk schedule', () => {
  it('violates the same invariant with fewer faults', () => {
    const { original, smallest } = failure;
    expect(smallest.violation?.invariant).toBe(original.violation?.invariant);
    expect(smallest.faults.length).toBeLessThan(original.faults.length);
    expect(original.faults).toEqual(
      expect.arrayContaining(
        smallest.faults.map(({ point, kind }) => expect.objectContaining({ point, kind })),
      ),
    );
  });

  it('needs each of its faults', async () => {
    const { seed, traits, faults, violation } = failure.smallest;
    for (const left of faults) {
      const fewer = faults.filter((fault) => fault !== left);
      const result = await runSchedule({ definition, seed, traits, faults: fewer, defects });
      expect(result.violation?.invariant).not.toBe(violation?.invariant);
    }
  });
});

describe('the report', () => {
  it('names invariant, seed, faults, what happens, and the command that runs just this schedule', () => {
    const report = describeFailure(failure);
    const { smallest } = failure;
    expect(report).toContain(`An invariant is violated: ${smallest.violation?.invariant ?? ''}`);
    for (const { point, kind } of smallest.faults)
      expect(report).toMatch(new RegExp(`${point}: .*\\[${kind}`));
    expect(report).toContain('SAGA_STARTED, STEP_STARTED hotel');
    expect(report).toContain(`npm run simulate -- --saga Trip@1 --seed ${smallest.seed}`);
  });
});
