// Bundles GraphiQL into gateway/dist/playground, unless the bundle there is up to date.
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const gateway = fileURLToPath(new URL('..', import.meta.url));
const source = join(gateway, 'playground');
const target = join(gateway, 'dist', 'playground');
const stamp = join(target, 'stamp.txt');

const require = createRequire(import.meta.url);
const packages = ['graphiql', '@graphiql/toolkit', 'react', 'monaco-editor', 'vite'];

/** A hash that changes whenever any input of the bundle changes. */
async function fingerprint() {
  const hash = createHash('sha256');
  for (const name of (await readdir(source)).sort())
    hash.update(name).update(await readFile(join(source, name)));
  hash.update(await readFile(fileURLToPath(import.meta.url)));
  for (const name of packages) hash.update(require(`${name}/package.json`).version);
  return hash.digest('hex');
}

export async function buildPlayground() {
  const wanted = await fingerprint();
  if ((await readFile(stamp, 'utf8').catch(() => '')) === wanted) return;
  const { build } = await import('vite');
  await build({
    root: source,
    base: '/playground/',
    configFile: false,
    logLevel: 'error',
    build: { outDir: target, emptyOutDir: true, chunkSizeWarningLimit: 10_000, modulePreload: false },
  });
  await writeFile(stamp, wanted);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildPlayground();
