import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { afterPrefix } from '../src/conditions.ts';
import { wordsOf } from '../src/words.ts';

const text = fc.string({
  unit: fc.constantFrom('a', 'b', '\ud7ff', '\ue000', '\uffff', '\u{10000}', '\u{10ffff}'),
  maxLength: 4,
});
const compare = (one: string, other: string): number => Buffer.compare(Buffer.from(one), Buffer.from(other));

describe('the range of a prefix', () => {
  it('holds exactly the texts that start with it', () => {
    fc.assert(
      fc.property(text, text, (prefix, value) => {
        const end = afterPrefix(prefix);
        const inside = compare(value, prefix) >= 0 && (end === undefined || compare(value, end) < 0);
        expect(inside).toBe(value.startsWith(prefix));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('the words of a text', () => {
  it.each([
    ['Blue MUG, blue cup!', ['blue', 'mug', 'cup']],
    ['Crème BRÛLÉE', ['creme', 'brulee']],
    ['İstanbul', ['istanbul']],
    ['KEYBOARD-87 (ISO)', ['keyboard', '87', 'iso']],
    ['日本 茶', ['日本', '茶']],
    ['ﬁne ℡', ['fine', 'tel']],
    [' -- ', []],
  ])('of "%s" are %j', (value, words) => {
    expect(wordsOf(value)).toEqual(words);
  });
});
