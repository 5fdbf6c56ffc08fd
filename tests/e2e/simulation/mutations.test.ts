import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { invariants, type Defects } from '@counterstep/simulation';

/** How many schedules of each saga are tried at most; far fewer are needed. */
const BUDGET = 1_000;
const TIMEOUT_MS = 180_000;

const fixture = fileURLToPath(new URL('fixtures/first-violated.mjs', import.meta.url));

/** The first invariant that any schedule violates; empty if none does. */
async function firstViolated(defects: Defects, runs = BUDGET, onlyWaiting = false): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...[fixture, JSON.stringify(defects), String(runs), String(onlyWaiting)],
  ]);
  return stdout;
}

describe('the simulation finds a violated invariant', () => {
  it.each<[string, Defects]>([
    ['where the store lets a stale owner write: the fence', { versionIgnored: true }],
    [
      'where a participant forgets a compensation without invoke: the tombstone',
      { tombstoneForgotten: true },
    ],
    ['where an intent is sent before it is durable: commit before send', { intentLate: true }],
    ['where being busy is said as a failure: busy', { busySaidAs: 'failure' }],
    ['where being busy is said as a refusal: busy', { busySaidAs: 'rejection' }],
    [
      'where nobody looks for what a clock that was set back has left: misdated sagas',
      { misdatedIgnored: true },
    ],
    ['where a saga that has ended keeps its secrets', { secretsKept: true }],
    ['where a wake is trusted: asking again', { wakeTrusted: true }],
    ['where a wait spends the deadline: time that stands still', { waitSpendsDeadline: true }],
    ['where an instance shares the key of another: the item in the key', { itemIgnored: true }],
    ['where the compensation of an instance is left out: all instances are undone', { instanceLeft: 'B' }],
    ['where a condition is ignored', { whenIgnored: true }],
    ['where a participant does not remember what it has done: the barrier', { answersForgotten: true }],
  ])(
    '%s',
    async (_name, defects) => {
      const onlyWaiting = defects.waitSpendsDeadline === true;
      expect(Object.keys(invariants)).toContain(await firstViolated(defects, BUDGET, onlyWaiting));
    },
    TIMEOUT_MS,
  );
});

describe('a defence that another one covers', () => {
  it.each<[string, Defects]>([
    ['the epoch at participants, behind their barrier and the version of the saga', { epochIgnored: true }],
    ['the deadline at participants, behind their tombstones', { deadlineIgnored: true }],
  ])(
    '%s, violates no invariant when it is missing alone',
    async (_name, defects) => {
      expect(await firstViolated(defects, 200)).toBe('');
    },
    TIMEOUT_MS,
  );
});
