import { fileURLToPath } from 'node:url';
import { loadKeys, noKeys } from '@counterstep/identity';
import { startSettings } from './config.ts';
import { keepRunning, type Program, type Running } from './processes.ts';
import { ports, supergraphFile } from './schema.ts';

const { environment, dataDir, gatewayPort, freePorts, python } = startSettings();

const pathOf = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const keys = {
  gateway: await loadKeys(noKeys, dataDir, 'gateway', false),
  coordinator: await loadKeys(noKeys, dataDir, 'coordinator', false),
};
const common = {
  ...environment,
  DATA_DIR: dataDir,
  INTERNAL_PUBLIC_KEYS: JSON.stringify(keys.gateway.internalPublic),
};
const running: Running[] = [];

async function start(program: Omit<Program, 'onStart'>): Promise<string> {
  const onStart = (pid: number, url: string): void => {
    console.log(JSON.stringify({ started: program.name, pid, url }));
  };
  const started = await keepRunning({ ...program, onStart });
  running.push(started);
  return started.url;
}

const node = (name: string, folder: string, port: number, more: NodeJS.ProcessEnv = {}): Promise<string> =>
  start({
    ...{ name, command: process.execPath, args: [pathOf(`./${folder}/main.js`)] },
    environment: { ...common, ...more },
    port: freePorts ? 0 : port,
  });

async function startAll(): Promise<void> {
  const flights = await node('flights', 'flights', ports.flights);
  const hotels = await node('hotels', 'hotels', ports.hotels);
  const cards = await start({
    ...{ name: 'cards', command: python, args: [pathOf('../cards/server.py')], environment: common },
    port: freePorts ? 0 : ports.cards,
  });
  const urls = { FLIGHTS_URL: flights, HOTELS_URL: hotels, CARDS_URL: cards };
  const coordinator = await node('coordinator', 'saga', ports.coordinator, {
    ...urls,
    INTERNAL_PRIVATE_KEY: JSON.stringify(keys.coordinator.internalPrivate),
  });
  const endpoints = Object.entries({ ...urls, COORDINATOR_URL: coordinator });
  await node('gateway', 'gateway', gatewayPort, {
    ...Object.fromEntries(endpoints),
    SUPERGRAPH_FILE: fileURLToPath(supergraphFile),
    INTERNAL_PRIVATE_KEY: JSON.stringify(keys.gateway.internalPrivate),
    SESSION_PUBLIC_KEYS: JSON.stringify(keys.gateway.sessionPublic),
  });
}

async function stopAll(code: number): Promise<never> {
  await Promise.all(running.map((program) => program.stop()));
  process.exit(code);
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stopAll(0));
try {
  await startAll();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  await stopAll(1);
}
