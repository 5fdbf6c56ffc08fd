// Bundles every program into dist/: to load its modules one by one is most of what a start costs.
import { rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
const stamp = join(dist, 'stamp.txt');

/** Packages with native parts, workers or optional parts; they are loaded from node_modules. */
const external = [/^libsql/, /^@node-rs\//, /^mongodb/, /^pino/];

/** `subgraphs/orders/dist/main.js` is the program `orders`, and `embedded/dist/demo/main.js` is `embedded-demo`. */
const programName = (entry) =>
  relative(root, dirname(entry))
    .split(sep)
    .filter((part) => part !== 'subgraphs' && part !== 'dist')
    .join('-');

/** Modules find files beside them by `import.meta.url`; in a bundle it must still say where they were. */
const keepUrls = {
  name: 'keep-urls',
  transform: (code, id) =>
    id.includes('node_modules')
      ? undefined
      : code.replaceAll('import.meta.url', `sourceUrl(${JSON.stringify(relative(dist, id))})`),
  renderChunk: (code) => code.replaceAll('sourceUrl(', '((path)=>new URL(path,import.meta.url).href)('),
};

const modified = async (path) => (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;

async function isUpToDate(compiled) {
  const inputs = [fileURLToPath(import.meta.url), join(root, 'node_modules/.package-lock.json'), ...compiled];
  const bundled = await modified(stamp);
  return (await Promise.all(inputs.map(modified))).every((at) => at < bundled);
}

/** Bundles every compiled file called `main.js`, unless no compiled file is newer than the bundles. */
export async function bundlePrograms(compiled) {
  if (await isUpToDate(compiled)) return;
  await rm(dist, { recursive: true, force: true });
  const entries = compiled.filter((file) => basename(file) === 'main.js');
  const bundle = await rolldown({
    input: Object.fromEntries(entries.map((entry) => [programName(entry), entry])),
    platform: 'node',
    external,
    plugins: [keepUrls],
    logLevel: 'silent',
  });
  await bundle.write({
    dir: dist,
    chunkFileNames: 'chunk-[name]-[hash].js',
    // Names stay, so that profiles and stack traces can be read.
    minify: { compress: false, mangle: false, codegen: true },
    sourcemap: true,
    sourcemapExcludeSources: true,
  });
  await bundle.close();
  await writeFile(stamp, '');
}
