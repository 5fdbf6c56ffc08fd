import { describe, expect, it } from '@jest/globals';
import { definitions } from '../examples/trip.mjs';
import { createDraws } from '../src/draws.ts';
import { runSchedule } from '../src/index.ts';

const [definition] = definitions;
const seeds = Array.from({ length: 25 }, (_, index) => index + 1);

describe('a seed', () => {
  it('gives one schedule, to the last message', async () => {
    for (const seed of seeds) {
      const [one, other] = [
        await runSchedule({ definition, seed, traced: true }),
        await runSchedule({ definition, seed, traced: true }),
      ];
      expect(one.trace.length).toBeGreaterThan(20);
      expect(other.trace).toEqual(one.trace);
      expect(other.sagas).toEqual(one.sagas);
    }
  });

  it('gives the same schedule again from the list of its faults', async () => {
    for (const seed of seeds) {
      const drawn = await runSchedule({ definition, seed, traced: true });
      const { traits, faults } = drawn;
      const listed = await runSchedule({ definition, seed, traits, faults, traced: true });
      expect(listed.trace).toEqual(drawn.trace);
    }
  });

  it('gives other schedules than other seeds', async () => {
    const traces = await Promise.all(
      seeds.map(async (seed) => (await runSchedule({ definition, seed, traced: true })).trace.join('\n')),
    );
    expect(new Set(traces).size).toBe(seeds.length);
  });
});

describe('draws', () => {
  it('are spread evenly, whatever is alike in their keys', () => {
    const draws = createDraws(1);
    const tenths = new Array<number>(10).fill(0);
    for (let index = 0; index < 10_000; index += 1) {
      const tenth = Math.floor(draws(`coordinator-1 reads list #${index}`) * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    for (const count of tenths) {
      expect(count).toBeGreaterThan(850);
      expect(count).toBeLessThan(1_150);
    }
  });
});
