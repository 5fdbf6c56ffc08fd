import { chaosCommand } from './command.ts';

const drawnSeed = Math.floor(Math.random() * 2 ** 32);

process.exit(
  await chaosCommand(process.argv.slice(2), drawnSeed, {
    out: (text) => {
      process.stdout.write(`${text}\n`);
    },
    progress: (text) => {
      process.stderr.write(`${text}\n`);
    },
  }),
);
