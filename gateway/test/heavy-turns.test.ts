import { RateLimited } from '@counterstep/service-kit';
import { describe, expect, it } from '@jest/globals';
import { createHeavyTurns } from '../src/heavy-turns.ts';

/** Blocks the event loop. */
function block(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

describe('heavy turns', () => {
  it('go from network to network, however much one of them wants', async () => {
    const turns = createHeavyTurns();
    const done: string[] = [];
    const crowd = Array.from({ length: 50 }, (_, index) =>
      turns.run('crowd', `document ${index}`, () => done.push('crowd')),
    );
    await turns.run('other', 'document', () => done.push('other'));
    expect(done.length).toBeLessThanOrEqual(2);
    await Promise.all(crowd);
    expect(done).toHaveLength(51);
  });

  it('leave most of the time to everything else', async () => {
    const turns = createHeavyTurns();
    const begun = performance.now();
    const work = Array.from({ length: 12 }, (_, index) =>
      turns.run('crowd', `${index}`, () => {
        block(50);
      }),
    );
    await Promise.all(work);
    // A burst of 250 ms, and 350 ms that have to be regained at half of the time.
    expect(performance.now() - begun).toBeGreaterThan(1_000);
  });

  it('do once what is wanted twice at a time', async () => {
    const turns = createHeavyTurns();
    let done = 0;
    const both = [1, 2].map(() => turns.run('crowd', 'document', () => (done += 1)));
    expect(await Promise.all(both)).toEqual([1, 1]);
  });

  it('tell what has failed to those who wait for it, and go on', async () => {
    const turns = createHeavyTurns();
    const failing = turns.run('crowd', 'wrong', () => {
      throw new Error('It is wrong.');
    });
    const other = turns.run('crowd', 'right', () => 'done');
    await expect(failing).rejects.toThrow('It is wrong.');
    expect(await other).toBe('done');
  });

  it('refuse what is too much for one network to wait for, by number and by length', async () => {
    const turns = createHeavyTurns();
    const waiting = Array.from({ length: 1_000 }, (_, index) => turns.run('crowd', `${index}`, () => index));
    await expect(turns.run('crowd', 'more', () => 0)).rejects.toBeInstanceOf(RateLimited);
    expect(turns.isBusy('crowd')).toBe(true);
    await turns.run('other', 'document', () => 0);
    await Promise.all(waiting);
    expect(turns.isBusy('crowd')).toBe(false);
    await expect(turns.run('crowd', 'x'.repeat(8_000_001), () => 0)).rejects.toBeInstanceOf(RateLimited);
  });
});
