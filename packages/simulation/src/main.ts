import { simulateCommand } from './command.ts';

process.exitCode = await simulateCommand(process.argv.slice(2), {
  out: (text) => {
    process.stdout.write(`${text}\n`);
  },
  progress: (text) => {
    process.stderr.write(`${text}\n`);
  },
});
