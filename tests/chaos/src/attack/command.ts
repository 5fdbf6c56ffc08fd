import { parseArgs } from 'node:util';
import { setTimeout as delay } from 'node:timers/promises';
import { playAttacks } from './attacks.ts';
import { violatedInvariants, inWords, type AttackReport } from './report.ts';
import { startTarget, type Target } from './target.ts';
import { shopHonestly } from './visitors.ts';

const usage = `Usage: npm run attack -- [--seconds S]

Starts the whole system in one process, attacks it from one loopback address with what a stranger can do without a login, and
meanwhile lets honest clients shop from another one.

  --seconds S   how long (5 to 3600, default: 60)
  --help        shows this

Exit codes: 0 the system lived, and honest clients got their answers within a second at the 99th percentile; 1 it is
otherwise; 2 it could not be run, or wrong usage.
`;

const SAMPLE_MS = 500;

/** Samples the memory and the event-loop delay until the signal. */
async function watch(target: Target, until: AbortSignal): Promise<{ most: number; longestBlockMs: number }> {
  let [most, longestBlockMs] = [0, 0];
  while (!until.aborted) {
    most = Math.max(most, (await target.memoryMiB()) ?? 0);
    const metrics = await fetch(`${target.url}/metrics`, { signal: AbortSignal.timeout(30_000) })
      .then((answer) => answer.text())
      .catch(() => '');
    const lag = /^nodejs_eventloop_lag_max_seconds(?:\{[^}]*\})? (\S+)$/m.exec(metrics)?.[1];
    longestBlockMs = Math.max(longestBlockMs, Number(lag ?? 0) * 1_000);
    await delay(SAMPLE_MS);
  }
  return { most, longestBlockMs };
}

async function attack(seconds: number): Promise<AttackReport> {
  const target = await startTarget();
  const before = (await target.memoryMiB()) ?? 0;
  const until = AbortSignal.timeout(seconds * 1_000);
  const [visits, played, { most, longestBlockMs }] = await Promise.all([
    shopHonestly(target.url, until),
    playAttacks(target, until),
    watch(target, until),
  ]);
  const died = target.ended();
  const after = (await target.memoryMiB()) ?? 0;
  const end = await target.stop();
  return { played, visits, longestBlockMs, died, end, memoryMiB: { before, most, after } };
}

function secondsOf(words: readonly string[]): number | 'help' | undefined {
  try {
    const options = { seconds: { type: 'string', default: '60' }, help: { type: 'boolean' } } as const;
    const { seconds, help } = parseArgs({ args: [...words], options }).values;
    if (help) return 'help';
    const value = Number(seconds);
    return value >= 5 && value <= 3_600 ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Runs the command line; returns the exit code. */
export async function attackCommand(
  words: readonly string[],
  print: (text: string) => void,
): Promise<number> {
  const seconds = secondsOf(words);
  if (seconds === undefined || seconds === 'help') {
    print(usage);
    return seconds === 'help' ? 0 : 2;
  }
  try {
    const report = await attack(seconds);
    print(inWords(report));
    return violatedInvariants(report).length === 0 ? 0 : 1;
  } catch (error) {
    print(error instanceof Error ? error.message : String(error));
    return 2;
  }
}
