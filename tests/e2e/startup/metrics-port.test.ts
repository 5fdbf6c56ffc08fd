import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { sendHttp } from '../support/http.ts';
import { productionKeys } from '../support/production-keys.ts';
import { runProgram } from '../support/run.ts';
import { allServices } from '../support/services.ts';
import { startProgram, startSystem, type Program, type System } from '../support/system.ts';

const LISTENING = /"url":"(https?:[^"]+)","msg":"listening"/;
const METRICS = /"url":"(https?:[^"]+)","msg":"metrics are served"/;

let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'counterstep-e2e-'));
});

afterAll(async () => {
  await rm(dataDir, { recursive: true, force: true });
});

const metricsStatus = async (url: string): Promise<number> => (await sendHttp(`${url}/metrics`)).status;

const environment = { PORT: '0', LOG_LEVEL: 'info' };

let alone: Program | undefined;
const startAlone = (name: string, env: Readonly<Record<string, string>>): Program =>
  (alone = startProgram(name, { ...environment, DATA_DIR: dataDir, ...env }));
afterEach(() => {
  alone?.process.kill('SIGKILL');
  alone = undefined;
});

describe.each(['gateway', 'coordinator', 'orders'])('the metrics of %s alone', (name) => {
  it('are on METRICS_PORT only, where it is set', async () => {
    const program = startAlone(name, { METRICS_PORT: '0' });
    const [url, metrics] = await Promise.all([program.printed(LISTENING), program.printed(METRICS)]);
    expect(await metricsStatus(url)).toBe(404);
    expect((await sendHttp(`${url}/health`)).status).toBe(200);
    expect((await sendHttp(`${metrics}/ready`)).status).toBe(404);
    const { text } = await sendHttp(`${metrics}/metrics`);
    expect(text).toContain(`service_name="${name}",method="GET",route="/health",status="200"`);
    expect(text).toMatch(new RegExp(`^nodejs_eventloop_lag_max_seconds\\{service_name="${name}"\\} `, 'm'));
    program.process.kill('SIGTERM');
    expect(await program.ended).toBe(0);
  });
});

describe.each(['gateway', 'customers'])('the metrics of %s alone', (name) => {
  it('are nowhere in production, where METRICS_PORT is not set', async () => {
    const keys = await productionKeys();
    const program = startAlone(name, { ...keys(name), NODE_ENV: 'production' });
    const url = await program.printed(LISTENING);
    expect(await metricsStatus(url)).toBe(404);
    expect((await sendHttp(`${url}/health`)).status).toBe(200);
    expect(program.output()).not.toMatch(METRICS);
    program.process.kill('SIGTERM');
    expect(await program.ended).toBe(0);
  });
});

describe('a metrics port that cannot be had', () => {
  it.each(['orders', 'all-in-one'])('keeps %s from its start, which says why', async (name) => {
    const occupant = createServer().listen(0, '127.0.0.1');
    await once(occupant, 'listening');
    const { port } = occupant.address() as AddressInfo;
    const env = { PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'error', METRICS_PORT: String(port) };
    const ended = await runProgram(name, env);
    occupant.close();
    expect(ended).toEqual({
      end: 1,
      stdout: '',
      stderr: `Port ${port} of 127.0.0.1 is in use. Choose another one with METRICS_PORT.\n`,
    });
  });

  it('is refused where it is that of the service', async () => {
    const { end, stderr } = await runProgram('orders', { PORT: '8123', METRICS_PORT: '8123' });
    expect([end, stderr]).toEqual([1, expect.stringMatching(/^[^\n]*METRICS_PORT[^\n]*PORT\.\n$/)]);
  });
});

describe('the metrics of npm start', () => {
  let system: System;

  const start = async (env: Readonly<Record<string, string>>): Promise<string> => {
    system = await startSystem({ LOG_LEVEL: 'info', ...env });
    return system.url;
  };
  const toldBy = (text: string): readonly string[] =>
    [...text.matchAll(/^http_request_duration_seconds_count\{.*service_name="(\w+)"/gm)].map(
      ([, name]) => name!,
    );

  it('are those of all services, on METRICS_PORT only, in production too', async () => {
    const keys = await productionKeys();
    const production = { NODE_ENV: 'production', ...keys('gateway') };
    const url = await start({ ...production, METRICS_PORT: '0' });
    try {
      // The gateway checks all of its services.
      expect((await sendHttp(`${url}/ready`)).status).toBe(200);
      expect(await metricsStatus(url)).toBe(404);
      const served = [...system.program.output().matchAll(new RegExp(METRICS, 'g'))];
      expect(served).toHaveLength(1);
      const { text } = await sendHttp(`${served[0]![1]!}/metrics`);
      expect([...new Set(toldBy(text))].sort()).toEqual([...allServices].sort());
      expect(text).toMatch(/^sagas_active\{status="STUCK"\} 0$/m);
      for (const thread of ['gateway', 'coordinator'])
        expect(text).toMatch(
          new RegExp(`^nodejs_eventloop_lag_max_seconds\\{service_name="${thread}"\\} `, 'm'),
        );
      expect(await system.stop()).toBe(0);
    } finally {
      await system.remove();
    }
  });

  it('are nowhere in production, where it is not set', async () => {
    const keys = await productionKeys();
    const url = await start({ NODE_ENV: 'production', ...keys('gateway') });
    try {
      expect(await metricsStatus(url)).toBe(404);
      expect(system.program.output()).not.toMatch(METRICS);
    } finally {
      await system.remove();
    }
  });
});
