import { RateLimited } from '@counterstep/service-kit';
import { describe, expect, it } from '@jest/globals';
import { createFairShare, type FairShare, type ShareLimits } from '../src/fair-share.ts';

const limits: ShareLimits = { running: 40, together: 20, waiting: 100 };

/** Operations that work until they are told to end. */
function operations(share: FairShare) {
  const running = new Map<string, (() => void)[]>();
  const of = (address: string) => running.get(address) ?? [];
  return {
    /** Begins them; answers what becomes of the last one. */
    start: async (address: string, count: number, weight = 1): Promise<{ readonly last: Promise<void> }> => {
      const all = Array.from({ length: count }, () =>
        share.run(
          address,
          weight,
          () => new Promise<void>((end) => running.set(address, [...of(address), end])),
        ),
      );
      for (const one of all) one.catch(() => undefined);
      await new Promise(setImmediate);
      return { last: all.at(-1) ?? Promise.resolve() };
    },
    running: (address: string): number => of(address).length,
    /** Ends the oldest ones, and lets others take their places. */
    end: async (address: string, count: number): Promise<void> => {
      for (const end of of(address).splice(0, count)) end();
      await new Promise(setImmediate);
    },
  };
}

describe('a fair share', () => {
  it('is all that one address may have, as long as there is nobody else', async () => {
    const { start, running } = operations(createFairShare(limits));
    await start('crowd', 100);
    expect(running('crowd')).toBe(40);
  });

  it('shrinks to an even part once others come, who do not wait', async () => {
    const { start, running, end } = operations(createFairShare(limits));
    await start('crowd', 100);
    await start('other', 1);
    expect(running('other')).toBe(1);
    await end('crowd', 35);
    expect(running('crowd')).toBe(10);
    await end('crowd', 1);
    expect(running('crowd')).toBe(10);
  });

  it('is something for everybody, however many there are', async () => {
    const { start, running } = operations(createFairShare(limits));
    for (let address = 0; address < 100; address += 1) await start(`address ${address}`, 20);
    expect(running('address 99')).toBe(8);
  });

  it('lets what is heavier than all of it work alone', async () => {
    const { start, running, end } = operations(createFairShare(limits));
    await start('heavy', 2, 1_000);
    expect(running('heavy')).toBe(1);
    await end('heavy', 1);
    expect(running('heavy')).toBe(1);
  });

  it('is busy long before anything is refused', async () => {
    const share = createFairShare({ ...limits, waiting: 200 });
    const { start } = operations(share);
    await start('crowd', 40 + 127);
    expect(share.isBusy('crowd')).toBe(false);
    await start('crowd', 1);
    expect([share.isBusy('crowd'), share.isBusy('other')]).toEqual([true, false]);
    await start('crowd', 72);
    await expect((await start('crowd', 1)).last).rejects.toThrow(RateLimited);
  });

  it('gets smaller while the event loop is late, down to what all may have together', async () => {
    const { start, running, end } = operations(createFairShare({ ...limits, running: 64, waiting: 1_000 }));
    await start('crowd', 500);
    expect(running('crowd')).toBe(64);
    for (let round = 0; round < 3; round += 1) {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 150);
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    await end('crowd', 60);
    expect(running('crowd')).toBe(20);
  });
});
