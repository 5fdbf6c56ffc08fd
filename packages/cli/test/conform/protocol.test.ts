import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { rules } from '../../src/conform/rules/index.ts';

describe('docs/participant-protocol.md', () => {
  it('has every rule that is checked, in the same words, and no other', () => {
    const written = [
      ...readFileSync('docs/participant-protocol.md', 'utf8').matchAll(/\*\*(P\d+)\.\*\* ([^\n]*)/g),
    ];
    const known = rules.map(({ id, title }) => [id, title]);
    expect(written.map(([, id, title]) => [id, title]).sort()).toEqual(known.sort());
  });
});
