// Packs the packages, installs them in an empty folder outside of the tree, and there compiles and runs the examples of
// their READMEs. Then does the same with examples/trip, and runs the trip's end-to-end tests on the result.
import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pack, packages } from './pack.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const nodes = [process.execPath, ...process.argv.slice(2)];

function run(command, args, cwd, more = {}) {
  const env = { ...process.env, ...more };
  const { status } = spawnSync(command, args, { cwd, env, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}.`);
}

const install = ['install', '--silent', '--no-audit', '--no-fund', '--prefer-offline'];

/** The tarball of each package, by its name. */
async function tarballsOf(all, folder) {
  const files = await readdir(folder);
  const fileOf = ({ name, version }) => {
    const wanted = `${name.replace('@', '').replace('/', '-')}-${version}.tgz`;
    if (!files.includes(wanted)) throw new Error(`There is no tarball ${wanted}.`);
    return `file:${join(folder, wanted)}`;
  };
  return Object.fromEntries(all.map(({ manifest }) => [manifest.name, fileOf(manifest)]));
}

/** The manifest of a user's project that depends on all the packages. */
async function manifestOf(tarballs) {
  const { devDependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  return {
    ...{ name: 'consumer', private: true, type: 'module' },
    dependencies: { ...tarballs, graphql: devDependencies.graphql },
    devDependencies: {
      '@apollo/composition': devDependencies['@apollo/composition'],
      typescript: devDependencies.typescript,
      '@types/node': devDependencies['@types/node'],
    },
    // None of the packages is in a registry.
    overrides: tarballs,
  };
}

/** Strict, and without custom conditions for finding types. */
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

/** The examples of a README, joined. */
async function exampleOf({ folder }) {
  const readme = await readFile(join(root, folder, 'README.md'), 'utf8');
  const examples = [...readme.matchAll(/^```ts\n(.*?)^```/gms)].map(([, code]) => code);
  if (examples.length === 0) throw new Error(`${folder}/README.md has no example.`);
  return examples.join('\n');
}

/** Why a tarball cannot be used outside of this repository; empty where it can. */
function problemsOf({ name, exports, dependencies = {}, peerDependencies = {}, files }) {
  const text = JSON.stringify({ exports, dependencies, peerDependencies });
  const hasTypes = Object.entries(exports).every(
    ([path, { types }]) => path.endsWith('.graphql') || typeof types === 'string',
  );
  return [
    ...(text.includes('"source"') ? ['has the condition `source`'] : []),
    ...(hasTypes ? [] : ['has an export without types']),
    ...(Object.values({ ...dependencies, ...peerDependencies }).includes('*') ? ['depends on `*`'] : []),
    ...('graphql' in dependencies ? ['brings a graphql of its own'] : []),
    ...(files === undefined ? ['does not say which files are in it'] : []),
  ].map((problem) => `${name} ${problem}.`);
}

/** Compiles and runs the examples of the READMEs. */
async function proveExamples(all, tarballs, consumer) {
  await mkdir(join(consumer, 'src'), { recursive: true });
  await writeFile(join(consumer, 'package.json'), JSON.stringify(await manifestOf(tarballs)));
  await writeFile(join(consumer, 'tsconfig.json'), JSON.stringify(typescript));
  for (const each of all)
    await writeFile(join(consumer, 'src', `${basename(each.folder)}.ts`), await exampleOf(each));
  run('npm', install, consumer);
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
      console.log(`-- ${each.manifest.name} on ${node}`);
      run(node, [join('out', `${basename(each.folder)}.js`)], consumer);
    }
  }
}

/** Builds the trip from the tarballs, as its README says, and runs its end-to-end tests on the result. */
async function proveTrip(tarballs, trip) {
  const unwanted = ['dist', 'node_modules', '.venv', '__pycache__', 'data'];
  const filter = (path) => !unwanted.includes(basename(path));
  await cp(join(root, 'examples/trip'), trip, { recursive: true, filter });
  run('npm', [...install, ...Object.values(tarballs)], trip);
  run('npm', ['run', '--silent', 'build'], trip);
  const jest = [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
  ];
  for (const node of nodes) {
    console.log(`-- the trip on ${node}`);
    const tests = ['--selectProjects', 'e2e', '-i', 'tests/e2e/trip/trip.test.ts'];
    run(node, [...jest, ...tests], root, { TRIP_DIR: trip, LONG_TESTS: 'true' });
  }
}

async function prove(folder) {
  const all = await packages();
  await pack(join(folder, 'tarballs'));
  const tarballs = await tarballsOf(all, join(folder, 'tarballs'));
  await proveExamples(all, tarballs, join(folder, 'consumer'));
  await proveTrip(tarballs, join(folder, 'trip'));
  console.log(`${all.length} packages and the trip, on ${nodes.length} versions of Node.js.`);
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
