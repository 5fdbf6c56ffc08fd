import { describe, expect, it } from '@jest/globals';
import { createLogOutput } from '../src/log-output.ts';

const sinkOf = () => {
  const sink = { taken: [] as string[], held: 0, open: true };
  const output = createLogOutput(
    {
      waiting: () => sink.held,
      write: (entry) => {
        if (!sink.open) return false;
        sink.taken.push(entry);
        sink.held += entry.length;
        return true;
      },
    },
    100,
  );
  return { sink, output };
};

describe('the way out of a log', () => {
  it('keeps a bounded number of bytes, and later tells how many entries it has dropped', () => {
    const { sink, output } = sinkOf();
    for (let count = 0; count < 1_000; count += 1) output.write('x'.repeat(40));
    expect(sink.held).toBe(80);
    sink.held = -1_000;
    output.write('later');
    expect(JSON.parse(sink.taken[2]!)).toMatchObject({ dropped: 998, msg: 'log entries were dropped' });
    expect(sink.taken.slice(3)).toEqual(['later']);
  });

  it('counts what a full disk has refused, as often as that comes', () => {
    const { sink, output } = sinkOf();
    for (const count of [1, 2]) {
      Object.assign(sink, { open: false, taken: [], held: -1_000 });
      for (let lost = 0; lost < count; lost += 1) output.write('lost');
      sink.open = true;
      output.write('kept');
      expect(
        sink.taken.map((entry) => (entry === 'kept' ? entry : (JSON.parse(entry) as object))),
      ).toMatchObject([{ dropped: count }, 'kept']);
    }
  });
});
