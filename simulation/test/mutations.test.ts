import { describe, expect, it } from '@jest/globals';
import { definitions } from '@counterstep/coordinator/sagas';
import type { Defects } from '../src/defects.ts';
import { runSchedule, type PromiseName } from '../src/index.ts';

/** How many schedules of each saga are tried; far fewer are needed. */
const BUDGET = 1_000;
const TIMEOUT_MS = 180_000;

/** What the first schedule breaks that breaks anything. */
const firstBroken = async (defects: Defects, runs = BUDGET): Promise<PromiseName | undefined> => {
  for (let seed = 1; seed <= runs; seed += 1)
    for (const definition of definitions) {
      const { broken } = await runSchedule({ definition, seed, defects });
      if (broken !== undefined) return broken.promise;
    }
  return undefined;
};

describe('the simulation finds a broken promise', () => {
  it.each<[string, Defects]>([
    ['where the store lets a stale owner write: the fence', { versionIgnored: true }],
    [
      'where a participant forgets a compensation without invoke: the tombstone',
      { tombstoneForgotten: true },
    ],
    ['where an intent is sent before it is durable: commit before send', { intentLate: true }],
    ['where a participant does not remember what it has done: the barrier', { answersForgotten: true }],
  ])(
    '%s',
    async (_name, defects) => {
      await expect(firstBroken(defects)).resolves.toBeDefined();
    },
    TIMEOUT_MS,
  );
});

describe('a defence that another one covers', () => {
  it.each<[string, Defects]>([
    ['the epoch at participants, behind their barrier and the version of the saga', { epochIgnored: true }],
    ['the deadline at participants, behind their tombstones', { deadlineIgnored: true }],
  ])(
    '%s, breaks no promise when it is missing alone',
    async (_name, defects) => {
      await expect(firstBroken(defects, 200)).resolves.toBeUndefined();
    },
    TIMEOUT_MS,
  );
});
