import { describe, expect, it } from '@jest/globals';
import { definitions } from '@counterstep/coordinator/sagas';
import type { Defects } from '../src/defects.ts';
import { simulate, type PromiseName } from '../src/index.ts';

/** As many schedules as `npm test` runs. */
const BUDGET = 2_000;
const TIMEOUT_MS = 180_000;

const firstBroken = async (defects: Defects, runs = BUDGET): Promise<PromiseName | undefined> => {
  const { failure } = await simulate({ definitions, runs, defects });
  return failure?.smallest.broken?.promise;
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
      await expect(firstBroken(defects, 300)).resolves.toBeUndefined();
    },
    TIMEOUT_MS,
  );
});
