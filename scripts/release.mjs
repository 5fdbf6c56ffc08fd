// `release.mjs version` makes a new version from the change sets, with a section in CHANGELOG.md; `release.mjs notes
// VERSION` prints the section of a version.
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const changelog = join(root, 'CHANGELOG.md');
const run = (command, ...args) => execFileSync(command, args, { cwd: root, stdio: 'inherit' });
const titles = { major: 'Breaking', minor: 'New', patch: 'Mended' };
const sizes = Object.keys(titles);

/** The largest version bump that a change set asks for. */
const sizeOf = ({ releases }) => sizes.find((size) => releases.some(({ type }) => type === size));

/** The changelog section of a version: breaking changes, features and fixes, a line for each change set. */
export function sectionOf(version, date, changesets) {
  const parts = sizes.flatMap((size) => {
    const lines = changesets
      .filter((each) => sizeOf(each) === size)
      .map(({ summary }) => `- ${summary.trim().replace(/\s*\n\s*/g, '\n  ')}`);
    return lines.length === 0 ? [] : [`### ${titles[size]}\n\n${lines.join('\n')}\n`];
  });
  return `## ${version} (${date})\n\n${parts.join('\n')}`;
}

/** The text under the heading of a version. */
export function notesOf(text, version) {
  const sections = text.split(/^(?=## )/m);
  const found = sections.find((section) => section.startsWith(`## ${version} `));
  if (found === undefined) throw new Error(`CHANGELOG.md has no version ${version}.`);
  return found.slice(found.indexOf('\n')).trim();
}

async function version() {
  const folder = await mkdtemp(join(tmpdir(), 'counterstep-release-'));
  const plan = join(folder, 'plan.json');
  // The command only accepts a path relative to the root.
  run('npx', 'changeset', 'status', `--output=${relative(root, plan)}`);
  const { changesets, releases } = JSON.parse(await readFile(plan, 'utf8'));
  await rm(folder, { recursive: true });
  if (changesets.length === 0) throw new Error('There is no change set: npx changeset makes one.');
  run('npx', 'changeset', 'version');
  const next = releases[0].newVersion;
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  // Tools at the root depend on workspaces, and the root is not a workspace itself.
  for (const name of Object.keys(manifest.devDependencies))
    if (name.startsWith('@counterstep/')) manifest.devDependencies[name] = next;
  await writeFile(
    join(root, 'package.json'),
    `${JSON.stringify({ ...manifest, version: next }, undefined, 2)}\n`,
  );
  const text = await readFile(changelog, 'utf8');
  const at = text.search(/^## /m);
  const section = sectionOf(next, new Date().toISOString().slice(0, 10), changesets);
  await writeFile(
    changelog,
    at < 0 ? `${text.trimEnd()}\n\n${section}` : `${text.slice(0, at)}${section}\n${text.slice(at)}`,
  );
  run('npm', 'install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund');
  console.log(`Version ${next}: look at the diff, commit it, and tag it v${next}.`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [command, wanted] = process.argv.slice(2);
  if (command === 'version') await version();
  else if (command === 'notes' && wanted !== undefined)
    console.log(notesOf(await readFile(changelog, 'utf8'), wanted));
  else {
    console.error('Usage: release.mjs version | release.mjs notes VERSION');
    process.exitCode = 2;
  }
}
