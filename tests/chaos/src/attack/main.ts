import { attackCommand } from './command.ts';

process.exit(
  await attackCommand(process.argv.slice(2), (text) => {
    process.stdout.write(`${text}\n`);
  }),
);
