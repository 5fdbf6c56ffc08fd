import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { impatient, startProgram, type Program } from './system.ts';

const subgraphs = [
  'catalog',
  'customers',
  'inventory',
  'orders',
  'payments',
  'shipping',
  'notifications',
] as const;

/** The services without the gateway. */
export const calledServices = [...subgraphs, 'coordinator'] as const;

/** Every service that can run alone. */
export const allServices = [...calledServices, 'gateway'] as const;

export type ServiceName = (typeof allServices)[number];

/** An entry of a service's structured log. */
export type LogEntry = Readonly<Record<string, unknown>>;

/** The whole system with a process for each service, on new data. */
export interface Services {
  /** The public endpoint, without `/graphql`. */
  readonly url: string;
  /** The data folder, which all services share. */
  readonly dataDir: string;
  /** A service's base URL, without `/graphql`. */
  urlOf(name: ServiceName): string;
  /** Kills a service with SIGKILL, and waits until it is gone. */
  kill(name: ServiceName): Promise<void>;
  /** Starts a killed service again at the same address. */
  restart(name: ServiceName): Promise<void>;
  /** What all processes have printed, including those that have ended. */
  output(): string;
  /** The entries of all logs. */
  logs(): readonly LogEntry[];
  /** Ends everything and removes the data. */
  remove(): Promise<void>;
}

type Environment = Readonly<Record<string, string>>;

interface Running {
  readonly url: string;
  readonly program: Program;
}

async function start(name: ServiceName, env: Environment): Promise<Running> {
  const program = startProgram(name, env);
  const url = await program.printed(/"url":"(https?:[^"]+)","msg":"listening"/);
  return { url, program };
}

/** Starts every service as a process of its own, on free ports. */
export async function startServices(env: Environment = {}): Promise<Services> {
  const dataDir = await mkdtemp(join(tmpdir(), 'counterstep-e2e-'));
  const running = new Map<ServiceName, Running>();
  const programs: Program[] = [];
  const urlOf = (name: ServiceName): string => {
    const service = running.get(name);
    if (service === undefined) throw new Error(`${name} has not been started.`);
    return service.url;
  };
  const run = async (name: ServiceName, port: string): Promise<void> => {
    const known = [...running].map(([other, { url }]) => [`${other.toUpperCase()}_URL`, url]);
    const environment = { DATA_DIR: dataDir, PORT: port, LOG_LEVEL: 'info', ...impatient, ...env };
    const service = await start(name, { ...environment, ...(Object.fromEntries(known) as Environment) });
    running.set(name, service);
    programs.push(service.program);
  };
  const end = async (program: Program): Promise<void> => {
    program.process.kill('SIGKILL');
    await program.ended;
  };
  await Promise.all(subgraphs.map((name) => run(name, '0')));
  await run('coordinator', '0');
  await run('gateway', '0');
  const output = (): string => programs.map((program) => program.output()).join('\n');
  return {
    url: urlOf('gateway'),
    dataDir,
    urlOf,
    kill: async (name) => {
      await end(running.get(name)!.program);
    },
    restart: (name) => run(name, new URL(urlOf(name)).port),
    output,
    logs: () =>
      output()
        .split('\n')
        .flatMap((line) =>
          line.startsWith('{') && line.endsWith('}') ? [JSON.parse(line) as LogEntry] : [],
        ),
    remove: async () => {
      await Promise.all(programs.map(end));
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
