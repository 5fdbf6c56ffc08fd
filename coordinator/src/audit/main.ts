import { AuditFailed, requestAudit } from './cli/client.ts';
import { readCliConfig, WrongUsage, type CliConfig } from './cli/config.ts';
import { inWords } from './cli/print.ts';

const HELP = `Has a running system audit itself: compares what the sagas say with what every participant has recorded.

Usage: npm run audit [-- OPTIONS], or counterstep audit [OPTIONS]

  --since INSTANT     only sagas that started at or after it, such as 2026-03-01T09:30:00Z; by default all of them
  --json              prints the report as JSON
  --timeout SECONDS   gives up after so long, by default 600
  --url URL           the gateway, by default COUNTERSTEP_URL or http://127.0.0.1:4000
  --help              prints this

Environment: COUNTERSTEP_URL; COUNTERSTEP_EMAIL and COUNTERSTEP_PASSWORD of an ADMIN, by default the demo data's.

Exit code: 0 no findings, 1 findings, 2 it could not be done.
`;

async function run(config: CliConfig): Promise<number> {
  let told = '';
  const report = await requestAudit(config, ({ state, examined }) => {
    const now = `${state.toLowerCase()}: ${examined.sagas} sagas, ${examined.stepRecords} step records`;
    if (process.stderr.isTTY && now !== told) process.stderr.write(`\r${now} `);
    told = now;
  });
  if (process.stderr.isTTY && told !== '') process.stderr.write('\n');
  process.stdout.write(config.json ? `${JSON.stringify(report, undefined, 2)}\n` : inWords(report));
  return report.findings.length === 0 ? 0 : 1;
}

try {
  const config = readCliConfig(process.argv.slice(2));
  if (config.help) process.stdout.write(HELP);
  else process.exitCode = await run(config);
} catch (error) {
  const known = error instanceof AuditFailed || error instanceof WrongUsage;
  process.stderr.write(`${known ? error.message : String(error)}\n`);
  if (error instanceof WrongUsage) process.stderr.write('See npm run audit -- --help\n');
  process.exitCode = 2;
}
