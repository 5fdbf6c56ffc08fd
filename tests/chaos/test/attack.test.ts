import { describe, expect, it } from '@jest/globals';
import { attackCommand } from '../src/attack/command.ts';
import { violatedInvariants, inWords, percentile, type AttackReport } from '../src/attack/report.ts';

const report = (changes: Partial<AttackReport> = {}): AttackReport => ({
  played: new Map([['a costly operation', 3]]),
  visits: Array.from({ length: 200 }, (_, index) => ({ what: 'products', ms: index })),
  memoryMiB: { before: 200, most: 300, after: 250 },
  longestBlockMs: 40,
  died: undefined,
  end: 0,
  ...changes,
});

describe('the report of an attack', () => {
  it('says that every invariant held, and what honest clients saw', () => {
    expect(violatedInvariants(report())).toEqual([]);
    expect(inWords(report())).toContain('p50 100 ms, p99 198 ms, at most 199 ms');
    expect(inWords(report())).toContain('Every invariant held.');
  });

  it.each<[string, Partial<AttackReport>, RegExp]>([
    ['a death', { died: 'SIGABRT' }, /ended \(SIGABRT\)/],
    ['an unclean end', { end: 1 }, /did not stop cleanly/],
    ['a failure', { visits: [{ what: 'orders', ms: 1, failure: 'gone' }] }, /orders: gone/],
    ['a long wait', { visits: [{ what: 'orders', ms: 1_001 }] }, /waited 1001 ms/],
    ['nobody served', { visits: [] }, /No honest client/],
  ])('tells of %s', (_what, changes, violation) => {
    expect(violatedInvariants(report(changes)).join()).toMatch(violation);
    expect(inWords(report(changes))).toContain('VIOLATED');
  });

  it('knows percentiles', () => {
    expect(percentile([], 0.5)).toBe(0);
    expect(percentile([3, 1, 2], 0.5)).toBe(2);
    expect(percentile([3, 1, 2], 1)).toBe(3);
  });
});

describe('the command', () => {
  it.each([
    [['--help'], 0],
    [['--seconds', '1'], 2],
    [['--fast'], 2],
  ])('answers %j with its usage and %d', async (words, code) => {
    const printed: string[] = [];
    expect(await attackCommand(words, (text) => printed.push(text))).toBe(code);
    expect(printed.join()).toMatch(/^Usage: npm run attack/);
  });
});
