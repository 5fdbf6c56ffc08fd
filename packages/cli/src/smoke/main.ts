import { HELP, readRequest, WrongUsage, type Request } from './config.ts';
import { SmokeFailed } from './client.ts';
import { smoke } from './script.ts';

async function run(request: Request): Promise<number> {
  if (request.help) {
    process.stdout.write(HELP);
    return 0;
  }
  try {
    await smoke(request, (line) => process.stdout.write(`ok: ${line}\n`));
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof SmokeFailed ? error.message : String(error)}\n`);
    return 1;
  }
}

try {
  process.exitCode = await run(readRequest(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof WrongUsage)) throw error;
  process.stderr.write(`${error.message}\nSee counterstep smoke --help\n`);
  process.exitCode = 2;
}
