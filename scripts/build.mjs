// Compiles every workspace's src/ to its dist/ and bundles the programs into dist/, skipping what is up to date.
// With --no-bundle it only compiles; with --shipped it leaves out what only tests the product.
// Types are checked by `npm run types`.
import { readdir, readFile, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from '@swc/core';
import { buildPlayground } from '../gateway/scripts/build-playground.mjs';
import { bundlePrograms } from './bundle.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const simulation = 'packages/simulation';
const packages = (await readdir(join(root, 'packages'))).map((name) => join('packages', name));
const shipped = [
  'schema',
  'gateway',
  'coordinator',
  'all-in-one',
  ...packages.filter((name) => name !== simulation),
];
const tests = process.argv.includes('--shipped') ? [] : [simulation, 'tests/bench', 'tests/chaos'];
const subgraphs = (await readdir(join(root, 'subgraphs'))).map((name) => join('subgraphs', name));

const modified = async (path) => (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;

async function filesBelow(folder) {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

async function compile(source, target) {
  const { code, map } = await transform(await readFile(source, 'utf8'), {
    filename: source,
    sourceFileName: relative(dirname(target), source),
    sourceMaps: true,
    jsc: {
      parser: { syntax: 'typescript' },
      target: 'es2022',
      rewriteRelativeImportExtensions: true,
    },
    module: { type: 'es6' },
  });
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, `${code}\n//# sourceMappingURL=${target.split('/').pop()}.map\n`);
  await writeFile(`${target}.map`, map);
}

async function buildWorkspace(workspace) {
  const [src, dist] = [join(root, workspace, 'src'), join(root, workspace, 'dist')];
  const sources = (await filesBelow(src)).filter((file) => file.endsWith('.ts'));
  const targets = new Map(
    sources.map((source) => [join(dist, relative(src, source)).replace(/\.ts$/, '.js'), source]),
  );
  for (const stale of await filesBelow(dist)) {
    if (!stale.includes('playground') && !targets.has(stale.replace(/\.map$/, ''))) await rm(stale);
  }
  await Promise.all(
    [...targets].map(async ([target, source]) => {
      if ((await modified(target)) < (await modified(source))) await compile(source, target);
    }),
  );
  return sources;
}

/**
 * A project of its own inside this repository: it is compiled like a workspace, and none of its programs is bundled.
 */
const example = 'examples/trip';

const sources = await Promise.all([...shipped, ...tests, ...subgraphs].map(buildWorkspace));
if (!process.argv.includes('--shipped')) await buildWorkspace(example);
if (!process.argv.includes('--no-bundle')) await bundlePrograms(sources.flat());
await buildPlayground();
