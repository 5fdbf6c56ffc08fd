// Prints as JSON what ESLint says of each file in scripts/test/fixtures/rooms, as if it stood in the room that its path names.
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

const root = fileURLToPath(new URL('../', import.meta.url));
const rooms = join(root, 'scripts/test/fixtures/rooms');
// The files are in no TypeScript project, so that rules which ask for types are off; those of rooms ask for none.
const withoutTypes = {
  ...tseslint.configs.disableTypeChecked,
  files: ['**/*.ts'],
  languageOptions: { parserOptions: { projectService: false, program: null } },
};
const eslint = new ESLint({ cwd: root, overrideConfig: [withoutTypes] });

const said = {};
for (const entry of await readdir(rooms, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const file = relative(rooms, join(entry.parentPath, entry.name));
  const text = await readFile(join(rooms, file), 'utf8');
  const [result] = await eslint.lintText(text, { filePath: join(root, file) });
  said[file] = {
    wanted: /^\/\/ ESLint: (.*)$/m.exec(text)?.[1],
    messages: result.messages.map(({ message }) => message),
  };
}
console.log(JSON.stringify(said));
