// Bundles every program into dist/, because loading modules one by one takes most of the time of a start.
import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const require = createRequire(import.meta.url);
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
const stamp = join(dist, 'stamp.txt');

/** Packages with native, worker or optional parts; they are loaded from node_modules, with their dependencies. */
const { dependencies } = require('../image/package.json');
const external = Object.keys(dependencies).map((name) => new RegExp(`^${name}(/|$)`));

/** Folders that are not part of a program's name. */
const folders = new Set(['packages', 'subgraphs', 'tests', 'src']);

/** `subgraphs/orders/src/main.ts` is the program `orders`, and `all-in-one/src/demo/main.ts` is `all-in-one-demo`. */
const programName = (entry) =>
  relative(root, dirname(entry))
    .split(sep)
    .filter((part) => !folders.has(part))
    .join('-');

/** Modules find files beside them by `import.meta.url`, which must still point beside their source in a bundle. */
const keepUrls = {
  name: 'keep-urls',
  transform: (code, id) => {
    if (id.includes('node_modules') || !code.includes('import.meta.url')) return undefined;
    const url = `new URL(${JSON.stringify(relative(dist, id))}, import.meta.url).href`;
    return { code: code.replaceAll('import.meta.url', url), map: null };
  },
};

const modified = async (path) => (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;

async function isUpToDate(sources) {
  const inputs = [fileURLToPath(import.meta.url), join(root, 'node_modules/.package-lock.json'), ...sources];
  const bundled = await modified(stamp);
  return (await Promise.all(inputs.map(modified))).every((at) => at < bundled);
}

/** Bundles every source file called `main.ts`, unless no source file is newer than the bundles. */
export async function bundlePrograms(sources) {
  if (await isUpToDate(sources)) return;
  const entries = sources.filter((file) => basename(file) === 'main.ts');
  const bundle = await rolldown({
    input: Object.fromEntries(entries.map((entry) => [programName(entry), entry])),
    platform: 'node',
    // Node.js warns about its built-in punycode, which a transitive dependency imports.
    resolve: { conditionNames: ['source', 'node'], alias: { punycode: require.resolve('punycode/') } },
    external,
    plugins: [keepUrls],
    logLevel: 'warn',
  });
  const { output } = await bundle.write({
    dir: dist,
    chunkFileNames: 'chunk-[name]-[hash].js',
    // Names stay, so that profiles and stack traces can be read.
    minify: { compress: false, mangle: false, codegen: true },
    sourcemap: true,
    sourcemapExcludeSources: true,
  });
  await bundle.close();
  await removeOld(new Set(output.map(({ fileName }) => fileName)));
  await writeFile(stamp, '');
}

/**
 * The age at which an old bundle is removed: a program that runs still loads parts of the bundles that it was started
 * from.
 */
const OLD_MS = 60 * 60 * 1000;

async function removeOld(written) {
  for (const name of await readdir(dist)) {
    const old = Date.now() - (await modified(join(dist, name))) > OLD_MS;
    if (old && !written.has(name)) await rm(join(dist, name), { recursive: true });
  }
}
