import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { simulateCommand } from '../src/command.ts';

const fixture = (name: string): string => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
const example = fileURLToPath(new URL('../examples/trip.mjs', import.meta.url));

const run = async (...words: string[]) => {
  const out: string[] = [];
  const progress: string[] = [];
  const code = await simulateCommand(words, {
    out: (text) => out.push(text),
    progress: (text) => progress.push(text),
  });
  return { code, out: out.join('\n'), progress: progress.join('\n') };
};

describe('npm run simulate', () => {
  it('ends with 0 where every invariant holds, and counts what there was', async () => {
    const { code, out } = await run('--runs', '20', '--saga', 'PlaceOrder');
    expect(out).toMatch(/^20 schedules, \d+ faults\.\nSagas: /);
    expect(out).toContain('Every invariant held.');
    expect(code).toBe(0);
  });

  it('runs the definitions of a file', async () => {
    const { code, out } = await run('--definitions', example, '--seed', '3', '--trace');
    expect(out).toContain('Trip@1, seed 3');
    expect(out).toContain('STEP_STARTED hotel');
    expect(out).toContain('1 schedules');
    expect(code).toBe(0);
  });

  it('runs one version of a saga, where that is named', async () => {
    const { code, out } = await run('--seed', '3', '--saga', 'PlaceOrder@1', '--trace');
    expect(out).toMatch(/^PlaceOrder@1, seed 3\n/);
    expect(out).toContain('1 schedules');
    expect(code).toBe(0);
  });

  it('ends with 1 where an invariant is violated, and the printed command violates it again', async () => {
    const wrong = ['--definitions', fixture('wrong-order.mjs')];
    const first = await run(...wrong, '--runs', '500');
    expect(first.code).toBe(1);
    const command = /npm run simulate -- (.*)$/.exec(first.out)?.[1]?.split(' ') ?? [];
    const again = await run(...wrong, ...command);
    expect(again.code).toBe(1);
    const violated = /An invariant is violated: .*/;
    expect(violated.exec(again.out)?.[0]).toBe(violated.exec(first.out)?.[0]);
  });

  it('shows how it is used', async () => {
    const { code, out } = await run('--help');
    expect(out).toContain('Usage: npm run simulate');
    expect(code).toBe(0);
  });

  it.each([
    [['--runs', '0'], '--runs must be a whole number from 1'],
    [['--runs', 'many'], '--runs must be a whole number from 1'],
    [['--seed', '-1'], '--seed'],
    [['--saga', 'Nothing'], 'There is no saga Nothing; there are: PlaceOrder'],
    [['--trace'], '--trace needs --seed'],
    [['--fast'], '--fast'],
    [['--definitions', fixture('no-definitions.mjs')], 'exports no list of definitions'],
    [['--definitions', fixture('absent.mjs')], 'absent.mjs'],
  ])('ends with 2 and says what is wrong with %j', async (words, reason) => {
    const { code, out, progress } = await run(...words);
    expect(progress).toContain(reason);
    expect(out).toBe('');
    expect(code).toBe(2);
  });
});
