import { describe, expect, it } from '@jest/globals';
import { CallLimits, type LoadSignal, type CallPermit } from '../src/call-limits.ts';
import { VirtualClock } from '../src/testing/virtual-clock.ts';

const limits = (initial: number, least = 1) => {
  const clock = new VirtualClock();
  const all = new CallLimits({ initial, least }, clock);
  return {
    clock,
    all,
    ask: (count: number, subgraph = 'a'): CallPermit[] =>
      Array.from({ length: count }, () => all.acquire(subgraph)),
  };
};

const granted = (permits: readonly CallPermit[]): number =>
  permits.filter(({ isGranted }) => isGranted).length;

/** The limit after calls of a full queue have ended with these signals. */
const limitAfter = (initial: number, signals: readonly LoadSignal[]): number => {
  const permits = limits(initial).ask(100);
  const ended = [...signals, ...Array.from({ length: 50 }, () => 'none' as const)];
  for (const [index, signal] of ended.entries()) permits[index]?.release(signal);
  return granted(permits) - ended.length;
};

describe('the calls of a subgraph', () => {
  it('are made up to the limit, and then in order of arrival', () => {
    const { ask } = limits(2);
    const permits = ask(4);
    expect(permits.map(({ isGranted }) => isGranted)).toEqual([true, true, false, false]);
    permits[1]?.release('none');
    expect(permits.map(({ isGranted }) => isGranted)).toEqual([true, true, true, false]);
  });

  it('do not wait for those of another', () => {
    const { ask } = limits(1);
    ask(2, 'a');
    expect(granted(ask(1, 'b'))).toBe(1);
  });

  it('are told how long they have waited', () => {
    const { ask, clock } = limits(1);
    const [first, second] = ask(2);
    clock.after(300, () => first?.release('none'));
    clock.next();
    expect(second).toMatchObject({ isGranted: true, waitedMs: 300 });
  });

  it('may leave the queue before their turn has come', () => {
    const { ask } = limits(1);
    const [first, second, third] = ask(3);
    second?.release('none');
    first?.release('none');
    expect(third?.isGranted).toBe(true);
  });

  it.each<[string, LoadSignal[], number]>([
    ['grows by one with each quick answer', ['quick', 'quick', 'quick'], 11],
    ['grows slowly with answers that are not quick', Array.from({ length: 9 }, () => 'fair'), 9],
    ['stays as it is where nothing is said', ['none', 'none'], 8],
    ['is halved by silence', ['silent'], 4],
    ['is halved once by the silence of one crowd', Array.from({ length: 8 }, () => 'silent'), 4],
  ])('have a limit that %s', (_, signals, expected) => {
    expect(limitAfter(8, signals)).toBe(expected);
  });

  it('have a limit that does not grow while it is not reached', () => {
    const { ask } = limits(4);
    for (let call = 0; call < 10; call += 1) ask(1)[0]?.release('quick');
    expect(granted(ask(10))).toBe(4);
  });

  it('have a limit that is never below the least', () => {
    const { ask } = limits(8, 3);
    for (let crowd = 0; crowd < 5; crowd += 1) ask(1)[0]?.release('silent');
    expect(granted(ask(10))).toBe(3);
  });
});
