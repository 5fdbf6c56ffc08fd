import { describe, expect, it } from '@jest/globals';
import { simulate, type Defects, type SimulationResult } from '@counterstep/simulation';
import { definitions } from '../examples/voyage.mjs';

const SCHEDULES = 500;
const TIMEOUT_MS = 180_000;

const run = (defects: Defects = {}, runs = SCHEDULES): Promise<SimulationResult> =>
  simulate({ definitions, runs, defects, shrinks: false });

describe('a saga that waits, and is done once per item', () => {
  it(
    'violates no invariant in any schedule of waits, wakes, crashes and lost messages',
    async () => {
      const { failure, ends, events } = await run();
      expect(failure?.original.violation).toBeUndefined();
      expect([...ends.keys()].sort()).toEqual(['COMPENSATED', 'COMPLETED']);
      for (const type of ['STEP_WAITING', 'STEP_WOKEN', 'STEP_UNKNOWN', 'STEP_REJECTED'] as const)
        expect(events.get(type)).toBeGreaterThan(0);
    },
    TIMEOUT_MS,
  );

  it.each<[string, Defects]>([
    ['a wake is trusted', { wakeTrusted: true }],
    ['a wait spends the deadline', { waitSpendsDeadline: true }],
    ['an instance shares the key of another', { itemIgnored: true }],
    ['a condition is ignored', { whenIgnored: true }],
    ['the compensation of an instance is left out', { instanceLeft: 'B' }],
    ['a store lets a stale owner write', { versionIgnored: true }],
    ['a participant forgets what it has done', { answersForgotten: true }],
  ])(
    'violates one where %s',
    async (_what, defects) => {
      expect((await run(defects, 2_000)).failure?.original.violation).toBeDefined();
    },
    TIMEOUT_MS,
  );
});
