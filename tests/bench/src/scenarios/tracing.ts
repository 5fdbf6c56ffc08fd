import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { post } from '../client.ts';
import { loadFor, percentile, type Measured } from '../load.ts';
import type { Row, Scenario } from '../scenario.ts';
import { openShop, placeAndEnd } from '../shop.ts';
import { startSystemUnderTest, type SystemUnderTest } from '../system-under-test.ts';

const IN_FLIGHT = 4;
const ROUNDS = 5;

/** Starts a collector that discards everything it receives, so that only sending costs. */
async function startCollector(): Promise<{ readonly url: string; readonly close: () => void }> {
  const server = createServer((request, response) => {
    request.resume().once('end', () => response.end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

/** The processor time that a system has used so far, over all of its threads, in ms. */
async function cpuMsOf({ urls }: SystemUnderTest): Promise<number> {
  const { user, system } = JSON.parse(await post(`${urls['baseline'] ?? ''}/cpu`, '')) as NodeJS.CpuUsage;
  return (user + system) / 1000;
}

interface Round extends Measured {
  readonly cpuMs: number;
}

interface Contender {
  readonly what: string;
  readonly system: SystemUnderTest;
  readonly load: (ms: number) => Promise<Round>;
}

async function contend(what: string, env: Readonly<Record<string, string>>): Promise<Contender> {
  const system = await startSystemUnderTest(env);
  const { ada } = await openShop(system.urls['gateway'] ?? '');
  return {
    what,
    system,
    load: async (ms) => {
      const before = await cpuMsOf(system);
      const measured = await loadFor(ms, IN_FLIGHT, () => placeAndEnd(ada, 'COMPLETED'));
      return { ...measured, cpuMs: ((await cpuMsOf(system)) - before) / measured.operations };
    },
  };
}

const median = (numbers: readonly number[]): number =>
  percentile(
    [...numbers].sort((a, b) => a - b),
    0.5,
  );

/** The figures of one contender, relative to those of the first one in the same rounds. */
async function rowOf(
  { what, system }: Contender,
  rounds: readonly Round[],
  baseline: readonly Round[],
): Promise<Row> {
  const of = (figure: keyof Round): number => median(rounds.map((round) => round[figure]));
  const shareOf = (figure: keyof Round): number =>
    median(rounds.map((round, index) => round[figure] / (baseline[index]?.[figure] ?? NaN)));
  const figures = { perSecond: of('perSecond'), p50Ms: of('p50Ms'), p95Ms: of('p95Ms'), cpuMs: of('cpuMs') };
  const residentMiB = Math.round((await system.residentBytes()) / 2 ** 20);
  return { what, ...figures, residentMiB, throughput: shareOf('perSecond'), cpu: shareOf('cpuMs') };
}

/** Orders with OpenTelemetry off, with 10 % of traces sampled, and with every trace sent; the systems take turns. */
export const tracing: Scenario = {
  name: 'tracing',
  title: `PlaceOrder with OpenTelemetry off and on, ${IN_FLIGHT} in flight; the medians of ${ROUNDS} rounds`,
  long: true,
  run: async ({ seconds, progress }) => {
    const collector = await startCollector();
    const on = {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
    };
    const contenders = await Promise.all([
      contend('off', {}),
      contend('on, 10 % of traces', { ...on, OTEL_TRACES_SAMPLER_ARG: '0.1' }),
      contend('on, all traces', { ...on, OTEL_TRACES_SAMPLER_ARG: '1' }),
    ]);
    try {
      for (const { what, load } of contenders) {
        progress(`warming up: ${what}`);
        await load(seconds * 2000);
      }
      const rounds: Round[][] = contenders.map(() => []);
      for (let round = 0; round < ROUNDS; round += 1) {
        progress(`round ${round + 1} of ${ROUNDS}`);
        // Each contender goes first in some rounds, so that a drift within a round favours nobody.
        for (let turn = 0; turn < contenders.length; turn += 1) {
          const index = (round + turn) % contenders.length;
          const measured = await contenders[index]?.load(seconds * 1000);
          if (measured) rounds[index]?.push(measured);
        }
      }
      const [baseline = []] = rounds;
      return await Promise.all(contenders.map((each, index) => rowOf(each, rounds[index] ?? [], baseline)));
    } finally {
      await Promise.all(contenders.map(({ system }) => system.remove()));
      collector.close();
    }
  },
};
