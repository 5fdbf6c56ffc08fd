// Packs the packages, installs them in an empty folder outside of the tree, and there compiles and runs the examples of their READMEs.
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pack, packages } from './pack.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const nodes = [process.execPath, ...process.argv.slice(2)];

function run(command, args, cwd) {
  const { status } = spawnSync(command, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}.`);
}

/** What a user's project with all the packages says. */
async function manifestOf(all, tarballs) {
  const { devDependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const files = (await readdir(tarballs)).map((name) => `file:${join(tarballs, name)}`);
  const fileOf = ({ name, version }) => {
    const wanted = `${name.replace('@', '').replace('/', '-')}-${version}.tgz`;
    const file = files.find((each) => each.endsWith(`/${wanted}`));
    if (file === undefined) throw new Error(`There is no tarball ${wanted}.`);
    return file;
  };
  const own = Object.fromEntries(all.map(({ manifest }) => [manifest.name, fileOf(manifest)]));
  return {
    ...{ name: 'consumer', private: true, type: 'module' },
    dependencies: { ...own, graphql: devDependencies.graphql },
    devDependencies: {
      '@apollo/composition': devDependencies['@apollo/composition'],
      typescript: devDependencies.typescript,
      '@types/node': devDependencies['@types/node'],
    },
    // None of the packages is in a registry.
    overrides: own,
  };
}

/** Strict, and without a word on where types are to be found. */
const typescript = {
  compilerOptions: {
    ...{ target: 'es2023', lib: ['es2023', 'esnext.disposable'], module: 'nodenext', types: ['node'] },
    ...{
      strict: true,
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
    },
    ...{ rootDir: 'src', outDir: 'out' },
  },
  include: ['src'],
};

/** The examples of a README, in one text. */
async function exampleOf({ folder }) {
  const readme = await readFile(join(root, folder, 'README.md'), 'utf8');
  const examples = [...readme.matchAll(/^```ts\n(.*?)^```/gms)].map(([, code]) => code);
  if (examples.length === 0) throw new Error(`${folder}/README.md has no example.`);
  return examples.join('\n');
}

/** What keeps a tarball from being used elsewhere. */
function problemsOf({ name, exports, dependencies = {}, peerDependencies = {}, files }) {
  const text = JSON.stringify({ exports, dependencies, peerDependencies });
  const hasTypes = Object.values(exports).every(({ types }) => typeof types === 'string');
  return [
    ...(text.includes('"source"') ? ['has the condition `source`'] : []),
    ...(hasTypes ? [] : ['has an export without types']),
    ...(Object.values({ ...dependencies, ...peerDependencies }).includes('*') ? ['depends on `*`'] : []),
    ...('graphql' in dependencies ? ['brings a graphql of its own'] : []),
    ...(files === undefined ? ['does not say which files are in it'] : []),
  ].map((problem) => `${name} ${problem}.`);
}

async function prove(folder) {
  const tarballs = join(folder, 'tarballs');
  const consumer = join(folder, 'consumer');
  const all = await packages();
  await pack(tarballs);
  await mkdir(join(consumer, 'src'), { recursive: true });
  await writeFile(join(consumer, 'package.json'), JSON.stringify(await manifestOf(all, tarballs)));
  await writeFile(join(consumer, 'tsconfig.json'), JSON.stringify(typescript));
  for (const each of all)
    await writeFile(join(consumer, 'src', `${basename(each.folder)}.ts`), await exampleOf(each));
  run('npm', ['install', '--silent', '--no-audit', '--no-fund', '--prefer-offline'], consumer);
  const installed = await Promise.all(
    all.map(async ({ manifest: { name } }) =>
      JSON.parse(await readFile(join(consumer, 'node_modules', name, 'package.json'), 'utf8')),
    ),
  );
  const problems = installed.flatMap(problemsOf);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  run(process.execPath, ['node_modules/typescript/bin/tsc'], consumer);
  for (const node of nodes) {
    for (const each of all) {
      console.log(`-- ${each.manifest.name} on ${basename(node) === node ? node : dirname(dirname(node))}`);
      run(node, [join('out', `${basename(each.folder)}.js`)], consumer);
    }
  }
  console.log(`${all.length} packages, on ${nodes.length} versions of Node.js.`);
}

const folder = await mkdtemp(join(tmpdir(), 'counterstep-packages-'));
try {
  await prove(folder);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  if (process.env.KEEP) console.log(`Kept: ${folder}`);
  else await rm(folder, { recursive: true, force: true });
}
