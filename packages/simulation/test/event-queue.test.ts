import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EventQueue } from '../src/event-queue.ts';

it('an event queue gives the earliest first, and what is due together in the order in which it came', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(20), fc.boolean())), (steps) => {
      const queue = new EventQueue<number>();
      const expected: { at: number; item: number }[] = [];
      for (const [item, [at, alsoPops]] of steps.entries()) {
        queue.push(at, item);
        expected.push({ at, item });
        expected.sort((one, other) => one.at - other.at || one.item - other.item);
        if (!alsoPops) continue;
        expect(queue.nextAt).toBe(expected[0]?.at);
        expect(queue.pop()).toBe(expected.shift()?.item);
      }
      while (expected.length > 0) expect(queue.pop()).toBe(expected.shift()?.item);
      expect(queue.nextAt).toBeUndefined();
    }),
  );
});
