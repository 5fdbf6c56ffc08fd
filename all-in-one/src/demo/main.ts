import { demoUrl } from '../config.ts';
import { DemoFailed, openDemoAdmin, openDemoClient } from './client.ts';
import { play } from './play.ts';
import { restock } from './restock.ts';
import { scenarios } from './scenarios.ts';

const HELP = `Plays nine orders against a running system, through its public endpoint, and draws their sagas.

Usage: npm run demo [-- [--help] [URL]], or counterstep demo [URL]

  URL   the gateway, by default GATEWAY_URL or http://127.0.0.1:4000

Exit code: 0 when all ended as they must, else 1.
`;

async function run(url: string): Promise<boolean> {
  const client = await openDemoClient(url);
  try {
    const admin = await openDemoAdmin(url);
    const cast = { customer: client, admin };
    if (admin !== undefined) await restock(admin);
    let good = true;
    for (const [index, scenario] of scenarios.entries()) {
      process.stdout.write(`\n  ${index + 1}. ${scenario.title}\n`);
      good = (await play(cast, scenario, process.stdout)) && good;
    }
    process.stdout.write(good ? '\n' : '\n  Not every order ended as it must.\n\n');
    return good;
  } finally {
    await client.close();
  }
}

const [argument] = process.argv.slice(2);
if (argument === '--help' || argument === '-h') {
  process.stdout.write(HELP);
} else {
  try {
    process.exitCode = (await run((argument ?? demoUrl()).replace(/\/(graphql)?$/, ''))) ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${error instanceof DemoFailed ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
