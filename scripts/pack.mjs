// Makes tarballs of the packages, after a build: `node scripts/pack.mjs FOLDER`. A workspace with `files` in its
// manifest is a package. The manifest in a tarball differs from the one in the tree: nothing in it points at TypeScript
// sources or into this repository.
import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

function run(command, args, options) {
  const { status } = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], ...options });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}.`);
}

/** The packages, each with its folder below the root and its manifest, in no particular order. */
export async function packages() {
  const folders = (await readdir(join(root, 'packages'))).map((name) => `packages/${name}`);
  const found = await Promise.all(
    [...folders, 'gateway'].map(async (folder) => ({
      folder,
      manifest: JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8')),
    })),
  );
  return found.filter(({ manifest }) => manifest.files !== undefined);
}

/** Writes the declarations of the packages to `<out>/<folder>/src`. */
async function declare(folders, out) {
  const project = join(out, 'tsconfig.json');
  const config = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: {
      ...{ noEmit: false, declaration: true, emitDeclarationOnly: true },
      ...{ outDir: out, rootDir: root, typeRoots: [join(root, 'node_modules/@types')] },
    },
    include: folders.map((folder) => join(root, folder, 'src/**/*.ts')),
  };
  await writeFile(project, JSON.stringify(config));
  run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', project], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

const without = (object, names) =>
  Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));

/** The manifest as it is published. */
function published(manifest) {
  const entries = Object.entries(manifest.exports);
  const exports = Object.fromEntries(
    entries.map(([name, conditions]) => [name, without(conditions, ['source'])]),
  );
  return { ...without(manifest, ['devDependencies', 'scripts']), exports };
}

async function stage({ folder, manifest }, declarations, to) {
  await mkdir(to, { recursive: true });
  await cp(join(root, folder, 'dist'), join(to, 'dist'), { recursive: true });
  await cp(join(declarations, folder, 'src'), join(to, 'dist'), { recursive: true });
  for (const other of manifest.files.filter((name) => name !== 'dist'))
    await cp(join(root, folder, other), join(to, other), { recursive: true });
  await cp(join(root, folder, 'README.md'), join(to, 'README.md'));
  await cp(join(root, 'LICENSE'), join(to, 'LICENSE'));
  await writeFile(join(to, 'package.json'), `${JSON.stringify(published(manifest), undefined, 2)}\n`);
}

/** Makes the tarballs in the folder. */
export async function pack(folder) {
  const all = await packages();
  const out = resolve(folder);
  await mkdir(out, { recursive: true });
  const scratch = await mkdtemp(join(tmpdir(), 'counterstep-pack-'));
  try {
    await declare(
      all.map((each) => each.folder),
      scratch,
    );
    for (const each of all) {
      const staged = join(scratch, 'staged', each.folder);
      await stage(each, scratch, staged);
      run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', out], { cwd: staged });
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder] = process.argv.slice(2);
  if (folder === undefined) {
    console.error('Usage: node scripts/pack.mjs FOLDER');
    process.exit(2);
  }
  await pack(folder);
}
