// Writes the API reference of the packages to `api/`, from their docstrings: one module for each export of a package.
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Application } from 'typedoc';
import { packages } from './pack.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));
const out = join(root, 'api');

const found = await packages();
/** The modules by TypeDoc's name for them: their file, below the root. */
const modules = new Map(
  found.flatMap(({ folder, manifest }) =>
    Object.entries(manifest.exports)
      // An export without a TypeScript source, such as an SDL, is not a module.
      .filter(([, { source }]) => source !== undefined)
      .map(([path, { source }]) => [
        join(folder, source).replace(/(\/index)?\.ts$/, ''),
        { file: join(root, folder, source), name: join(manifest.name, path) },
      ]),
  ),
);
const application = await Application.bootstrapWithPlugins({
  name: 'Counterstep packages',
  readme: join(root, 'docs/packages.md'),
  entryPoints: [...modules.values()].map(({ file }) => file),
  tsconfig: join(root, 'tsconfig.json'),
  compilerOptions: { noEmit: true },
  excludeExternals: true,
  disableGit: true,
  disableSources: true,
  logLevel: 'Warn',
  validation: { notExported: false, invalidLink: true, invalidPath: false },
  treatWarningsAsErrors: true,
});
const project = await application.convert();
if (project === undefined || application.logger.hasErrors() || application.logger.hasWarnings())
  process.exit(1);
// Modules are named as they are imported, not after their files.
for (const module of project.children ?? []) module.name = modules.get(module.name)?.name ?? module.name;
await application.generateDocs(project, out);
console.log(`${modules.size} modules of ${found.length} packages are described in ${relative(root, out)}/.`);
