import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { chart } from './support/chart.ts';

const run = (script: string, words: readonly string[], env: Readonly<Record<string, string>>) => {
  const { PATH = '', HOME = '' } = process.env;
  const { status, stdout } = spawnSync(join(chart, '../scripts', script), words, {
    env: { PATH, HOME, ...env },
    encoding: 'utf8',
  });
  return { status, stdout };
};

test.each(['prove-chart', 'prove-rollout'])(
  '%s without a deploy kit says what it skips and why, and is content',
  (script) => {
    expect(run(script, [], { DEPLOY_KIT: '/nowhere' })).toEqual({
      status: 0,
      stdout: expect.stringMatching(/SKIPPED .*there is no deploy kit at \/nowhere/),
    });
  },
);

test.each([
  ['prove-chart', '--nonsense'],
  ['prove-rollout', '--nonsense'],
])('%s refuses the word %s', (script, word) => {
  expect(run(script, [word], { DEPLOY_KIT: '/nowhere' })).toEqual({ status: 2, stdout: '' });
});
