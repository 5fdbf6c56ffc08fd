import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { expect, it } from '@jest/globals';

const dist = new URL('../../dist/', import.meta.url);
const { dependencies } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  readonly dependencies: Readonly<Record<string, string>>;
};
const IMPORT = /(?:^|[;}\n])import[^"'`;()]*["']([^"']+)["']/g;

/** What the programs import, and what that imports; chunks of earlier builds may lie beside. */
function imported(): ReadonlySet<string> {
  const found = new Set<string>();
  const files = readdirSync(dist).filter((name) => name.endsWith('.js') && !name.startsWith('chunk-'));
  for (const name of files) {
    for (const [, specifier] of readFileSync(new URL(name, dist), 'utf8').matchAll(IMPORT)) {
      if (found.has(specifier!)) continue;
      found.add(specifier!);
      if (specifier!.startsWith('./')) files.push(specifier!.slice(2));
    }
  }
  return found;
}

it('has every package that the bundles load at run time', () => {
  const packages = [...imported()]
    .filter((specifier) => !specifier.startsWith('.') && !isBuiltin(specifier))
    .map((specifier) => /^(@[^/]+\/)?[^/]+/.exec(specifier)![0]);
  expect(packages).not.toHaveLength(0);
  expect(packages.filter((name) => !(name in dependencies))).toEqual([]);
});
