import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { chart, readChartFile } from './support/chart.ts';

const root = join(chart, '..');
const sourcesOf = (workspace: string) =>
  readdirSync(join(root, workspace, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(root, workspace, 'src', name), 'utf8'))
    .join('\n');

test('the user of the services may write every database that one of them opens', () => {
  const subgraphs = readdirSync(join(root, 'subgraphs'));
  const opened = subgraphs.flatMap((name) =>
    [...sourcesOf(`subgraphs/${name}`).matchAll(/openDocumentStore\(\{ service: '([^']+)'/g)].map(
      (found) => found[1],
    ),
  );
  expect(opened).toContain('payment_provider');
  const [, granted = ''] = /const databases =\s*'([^']+)'/.exec(readChartFile('files/mongodb-join.js')) ?? [];
  expect(granted.split(' ')).toEqual(
    expect.arrayContaining([...new Set([...subgraphs, ...opened, 'coordinator'])]),
  );
  for (const name of granted.split(' '))
    expect(readFileSync(join(root, 'docs/kubernetes.md'), 'utf8')).toContain(`counterstep_${name}`);
});
