import { readFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { invariants, simulate, describeFailure } from '../src/index.ts';
import { definitions } from '../examples/trip.mjs';

const read = (path: string): Promise<string> => readFile(new URL(path, import.meta.url), 'utf8');
const guide = await read('../../../docs/simulation.md');

it('the example of the guide is the one that is tried here', async () => {
  const shown = /<!-- packages\/simulation\/examples\/trip.mjs -->\n\n```js\n(?<code>[^]*?)```/.exec(guide)
    ?.groups?.['code'];
  expect(shown).toBe(await read('../examples/trip.mjs'));
  const { failure, runs } = await simulate({ definitions, runs: 200 });
  expect(failure && describeFailure(failure)).toBeUndefined();
  expect(runs).toBe(200);
});

it.each(Object.keys(invariants))('the guide explains the invariant %s', (name) => {
  expect(guide).toMatch(new RegExp(`^\\| \`${name}\` +\\| \\w`, 'm'));
});
