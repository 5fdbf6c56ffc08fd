import { text } from 'node:stream/consumers';
import { keysCommand } from './command.ts';

process.exitCode = await keysCommand(process.argv.slice(2), {
  input: () => text(process.stdin),
  out: (printed) => process.stdout.write(printed),
  error: (printed) => process.stderr.write(printed),
});
