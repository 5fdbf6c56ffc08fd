#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { help, programOf, serviceHelp, serviceOf } from './command-line.ts';

const root = new URL('../../../', import.meta.url);
const [word = '--help', ...rest] = process.argv.slice(2);
const program = programOf(word);
const service = serviceOf(word);

if (service !== undefined && ['--help', '-h'].includes(rest[0] ?? '')) {
  process.stdout.write(serviceHelp(word, service));
} else if (service !== undefined && rest[0] !== undefined) {
  // A service that ignored its arguments would hide a mistake.
  const given = rest[0].slice(0, 100);
  process.stderr.write(
    `${word} takes no arguments, and was given "${given}".\nSee counterstep ${word} --help\n`,
  );
  process.exitCode = 2;
} else if (program !== undefined) {
  // The program reads its arguments as if it had been started directly.
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
