import { describe, expect, test } from '@jest/globals';
import { CommitPace } from '../src/sqlite/commit-pace.ts';

/** An event loop whose turns take as long as the test says, with transactions that take 1 ms. */
function scripted() {
  const turns: (() => void)[] = [];
  let now = 0;
  const commits: number[] = [];
  const pace = new CommitPace({ now: () => now, nextTurn: (callback) => turns.push(callback) });
  const commit = (): void => {
    commits.push(now);
    now += 1;
  };
  return {
    commits,
    soon: () => {
      pace.soon(commit);
    },
    /** Runs a turn with `ms` milliseconds of other work. */
    turn: (ms: number) => {
      now += ms;
      for (const callback of turns.splice(0)) callback();
    },
    waiting: () => turns.length > 0,
  };
}

describe('the pace of commits', () => {
  test('a lonely commit comes with the next turn', () => {
    const { soon, turn, commits, waiting } = scripted();
    soon();
    turn(0);
    expect(commits).toEqual([0]);
    expect(waiting()).toBe(false);
  });

  test('while the loop is busy, commits wait for one transaction, at most four times as long as the last took', () => {
    const { soon, turn, commits } = scripted();
    soon();
    turn(0); // Ends at 1; the next may wait until 5.
    for (const expected of [1, 1, 2, 2]) {
      soon();
      turn(1.5);
      expect(commits).toHaveLength(expected);
    }
    expect(commits[1]).toBe(5.5);
  });

  test('a turn with nothing to do ends the wait', () => {
    const { soon, turn, commits } = scripted();
    soon();
    turn(0);
    soon();
    turn(0.5);
    expect(commits).toHaveLength(1);
    turn(0.05);
    expect(commits).toHaveLength(2);
  });

  test('databases that wait commit in the same turn', () => {
    const pending: (() => void)[] = [];
    const pace = new CommitPace({ now: () => 0, nextTurn: (callback) => pending.push(callback) });
    const committed: string[] = [];
    const [orders, payments] = ['orders', 'payments'].map((name) => () => committed.push(name));
    for (const commit of [orders, payments, orders]) pace.soon(commit!);
    expect(pending).toHaveLength(1);
    pending[0]!();
    expect(committed).toEqual(['orders', 'payments']);
  });
});
