import { describe, expect, it } from '@jest/globals';
import { createPasswordQueue } from '../src/password-queue.ts';

/** Work that is done when it is told to be. */
function gated(order: string[], name: string) {
  let finish: () => void = () => undefined;
  const done = new Promise<void>((resolve) => (finish = resolve));
  return {
    finish: () => {
      finish();
    },
    work: async () => {
      order.push(name);
      await done;
    },
  };
}

describe('the queue of password work', () => {
  it('takes clients in turn, so that a crowd of one makes only itself wait', async () => {
    const order: string[] = [];
    const inTurn = createPasswordQueue({ running: 1, waiting: 100, waitingPerClient: 100 });
    const first = gated(order, 'first');
    const running = [inTurn('crowd', first.work)];
    for (const n of Array(5).keys())
      running.push(inTurn('crowd', () => Promise.resolve(void order.push(`crowd ${n}`))));
    running.push(inTurn('other', () => Promise.resolve(void order.push('other'))));
    first.finish();
    await Promise.all(running);
    expect(order).toEqual(['first', 'crowd 0', 'other', 'crowd 1', 'crowd 2', 'crowd 3', 'crowd 4']);
  });

  it('refuses what would wait behind too much, of one client and in all, and goes on after a failure', async () => {
    const inTurn = createPasswordQueue({ running: 1, waiting: 3, waitingPerClient: 2 });
    const gate = gated([], 'first');
    const running = [inTurn('a', gate.work)];
    const fails = inTurn('a', () => Promise.reject(new Error('broken')));
    running.push(inTurn('a', () => Promise.resolve()));
    const limited = { code: 'RATE_LIMITED', retryAfterSeconds: 5 };
    await expect(inTurn('a', () => Promise.resolve())).rejects.toMatchObject(limited);
    running.push(inTurn('b', () => Promise.resolve()));
    await expect(inTurn('c', () => Promise.resolve())).rejects.toMatchObject(limited);
    gate.finish();
    await expect(fails).rejects.toThrow('broken');
    await Promise.all(running);
    await expect(inTurn('c', () => Promise.resolve('in'))).resolves.toBe('in');
  });
});
