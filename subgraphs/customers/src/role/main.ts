import { readConfig } from '../config.ts';
import { roleCommand } from './command.ts';

process.exitCode = await roleCommand(process.argv.slice(2), readConfig, {
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
});
