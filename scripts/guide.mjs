// Follows CONTRIBUTING.md word by word in a copy of the tree: applies the guide's own snippets, generates, checks, and
// runs the tests that a new step or subgraph affects. Only the golden test of PlaceOrder may fail, and it must.
import { execFileSync, spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const GOLDEN = /\(golden\)$/;
const touched = [
  'e2e/(audit|happy-order|subscriptions|undone-orders)',
  'e2e/cancel-order/schedules',
  'coordinator/test/(saga|audit/audit)',
  'packages/saga-engine/test/versions',
  'subgraphs/inventory/test/(wrapping|reservations)',
  'subgraphs/reviews',
];

/**
 * The guide's snippets. A comment `<!-- guide: FILE -->` before a fenced block says that the block is the file; with
 * `after`, `before`, `above` (one line higher) or `instead of` and the beginning of a line, the block goes there. `<!--
 * guide: run -->` runs the block.
 */
export function snippetsOf(guide) {
  const snippets = [];
  const lines = guide.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const mark = /^\s*<!-- guide: (.+?) -->$/.exec(lines[at]);
    if (mark === null) continue;
    const open = lines.findIndex((line, index) => index > at && /^\s*```/.test(line));
    const indent = lines[open].indexOf('`');
    const close = lines.findIndex((line, index) => index > open && /^\s*```$/.test(line));
    const text = lines.slice(open + 1, close).map((line) => line.slice(indent));
    const [, file, place, anchor] = /^(\S+)(?: (after|before|above|instead of): (.+))?$/.exec(mark[1]) ?? [];
    if (file === undefined) throw new Error(`CONTRIBUTING.md:${at + 1}: what does "${mark[1]}" mean?`);
    snippets.push({ file, place, anchor, text, line: at + 1 });
    at = close;
  }
  return snippets;
}

/** The lines of a file with a snippet inserted, indented like its surroundings. */
export function withSnippet(lines, { place, anchor, text, line, file }) {
  const found = lines.flatMap((each, index) => (each.trim().startsWith(anchor) ? [index] : []));
  if (found.length !== 1)
    throw new Error(`CONTRIBUTING.md:${line}: ${file} has ${found.length} lines that begin with ${anchor}`);
  const at = place === 'above' ? found[0] - 1 : found[0];
  const indent = lines[at].slice(0, lines[at].length - lines[at].trimStart().length);
  const added = text.map((each) => (each === '' ? '' : `${indent}${each}`));
  // A blank line separates declarations.
  if (place === 'before' && indent === '' && text.length > 1) added.push('');
  const from = place === 'after' ? at + 1 : at;
  return lines.toSpliced(from, place === 'instead of' ? 1 : 0, ...added);
}

/** Copies the files that git tracks or would add; packages are linked to the original, workspaces to the copy. */
async function copyTree(to) {
  const listed = execFileSync('git', ['ls-files', '-coz', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  for (const file of listed.split('\0').filter(Boolean))
    await cp(join(root, file), join(to, file), { errorOnExist: false }).catch((error) => {
      if (error.code !== 'ENOENT') throw error;
    });
  const folders = [
    '.',
    ...execFileSync('git', ['ls-files', '-z', '--', '*/package.json'], { cwd: root, encoding: 'utf8' })
      .split('\0')
      .filter(Boolean)
      .map((file) => dirname(file)),
  ];
  for (const folder of folders) {
    const packages = join(root, folder, 'node_modules');
    const names = await readdir(packages).catch(() => []);
    await mkdir(join(to, folder, 'node_modules'), { recursive: true });
    for (const name of names.filter((each) => each !== '@counterstep'))
      await symlink(join(packages, name), join(to, folder, 'node_modules', name));
  }
}

/** Links the workspaces, as `npm install` does. */
async function linkWorkspaces(to) {
  const { workspaces } = JSON.parse(await readFile(join(to, 'package.json'), 'utf8'));
  const scope = join(to, 'node_modules/@counterstep');
  await rm(scope, { recursive: true, force: true });
  await mkdir(scope, { recursive: true });
  for (const pattern of workspaces) {
    const parent = pattern.replace(/\/\*$/, '');
    const names = pattern.endsWith('/*') ? await readdir(join(to, parent)) : ['.'];
    for (const name of names) {
      const folder = join(to, parent, name);
      const manifest = await readFile(join(folder, 'package.json'), 'utf8').catch(() => undefined);
      if (manifest === undefined) continue;
      const link = join(to, 'node_modules', JSON.parse(manifest).name);
      await rm(link, { recursive: true, force: true });
      await symlink(folder, link);
    }
  }
}

const started = Date.now();
const say = (text) => console.log(`[${((Date.now() - started) / 1000).toFixed(0)} s] ${text}`);

function run(cwd, command, args) {
  say([command, ...args].join(' '));
  const { status } = spawnSync(command, args, { cwd, stdio: 'inherit' });
  if (status !== 0)
    throw new Error(`${command} ${args.join(' ')} failed: the guide does not lead where it says.`);
}

async function apply(to, snippets) {
  const changed = new Set();
  for (const snippet of snippets) {
    const { file, place, text } = snippet;
    if (file === 'run') {
      const script = text.filter((line) => !/^npm (install|test)\b/.test(line)).join('\n');
      run(to, 'bash', ['-euc', script]);
      continue;
    }
    const path = join(to, file);
    await mkdir(dirname(path), { recursive: true });
    const lines =
      place === undefined ? text : withSnippet((await readFile(path, 'utf8')).trimEnd().split('\n'), snippet);
    await writeFile(path, `${lines.join('\n')}\n`);
    await linkWorkspaces(to);
    changed.add(file);
  }
  return [...changed];
}

/** The names of the tests that fail. */
async function failedTests(to) {
  const report = join(to, 'guide-tests.json');
  say('the tests that are touched');
  spawnSync(
    'node',
    [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      'node_modules/jest/bin/jest.js',
      '--selectProjects',
      'unit',
      'e2e',
      '--silent',
      '--json',
      '--testTimeout=120000',
      `--outputFile=${report}`,
      '--testPathPatterns',
      ...touched,
    ],
    { cwd: to, stdio: ['ignore', 'ignore', process.env.CI ? 'inherit' : 'pipe'] },
  );
  const { testResults, numPassedTests } = JSON.parse(await readFile(report, 'utf8'));
  const failed = testResults.flatMap(({ name, message, assertionResults }) => {
    const tests = assertionResults.filter(({ status }) => status === 'failed');
    const broken = assertionResults.length === 0 ? [{ fullName: `${name}: ${message}` }] : [];
    return [...tests, ...broken].map(({ fullName, failureMessages = [] }) => ({
      fullName,
      why: failureMessages.join('\n'),
    }));
  });
  return { failed, passed: numPassedTests };
}

async function main() {
  const to = await mkdtemp(join(tmpdir(), 'counterstep-guide-'));
  try {
    say(`a copy of the tree in ${to}`);
    await copyTree(to);
    await linkWorkspaces(to);
    // The guide's own run blocks import what is built.
    run(to, 'node', ['scripts/build.mjs', '--no-bundle']);
    const snippets = snippetsOf(await readFile(join(root, 'CONTRIBUTING.md'), 'utf8'));
    const changed = await apply(to, snippets);
    run(to, 'npm', ['run', '--silent', 'types']);
    run(to, 'npx', ['eslint', '--no-warn-ignored', ...changed.filter((file) => /\.(ts|mjs|js)$/.test(file))]);
    run(to, 'npx', ['prettier', '--check', '--ignore-unknown', ...changed]);
    run(to, 'npm', ['run', '--silent', 'saga:check']);
    const { failed, passed } = await failedTests(to);
    const golden = failed.filter(({ fullName }) => GOLDEN.test(fullName));
    const others = failed.filter(({ fullName }) => !GOLDEN.test(fullName));
    for (const { fullName, why } of others) console.error(`FAILED: ${fullName}\n${why}\n`);
    if (golden.length !== 1) console.error('The golden test of PlaceOrder has not seen the new step.');
    if (others.length > 0 || golden.length !== 1) process.exitCode = 1;
    else say(`the guide leads where it says: ${passed} tests pass, and the golden one sees the new step`);
  } finally {
    if (process.env.KEEP_GUIDE === undefined) await rm(to, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
