#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { help, programOf } from './command-line.ts';

const root = new URL('../../../', import.meta.url);
const [word = '--help', ...rest] = process.argv.slice(2);
const program = programOf(word);

if (program !== undefined) {
  // The program reads its arguments where it would find them if it had been started by itself.
  process.argv.splice(2, process.argv.length, ...rest);
  await import(new URL(`dist/${program.bundle}.js`, root).href);
} else if (word === '--help' || word === '-h' || word === 'help') {
  process.stdout.write(help());
} else if (word === '--version' || word === '-v') {
  const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { version: string };
  process.stdout.write(`${version}\n`);
} else {
  process.stderr.write(`There is no command "${word.slice(0, 100)}".\nSee counterstep --help\n`);
  process.exitCode = 2;
}
