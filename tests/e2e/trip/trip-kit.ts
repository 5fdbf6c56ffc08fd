import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createInternalSigner, createSessionSigner } from '@counterstep/identity';
import type { JWK } from 'jose';
import { createGraphqlClient, type Client } from '../support/client.ts';

const here = join(process.cwd(), 'examples/trip');

/** The folder of the built trip: in this tree, or outside of it, built from the packages. */
export const folder = process.env['TRIP_DIR'] ?? here;

const python = join(here, 'cards/.venv/bin/python');
const missing = existsSync(python)
  ? undefined
  : 'no examples/trip/cards/.venv (examples/trip/cards/make-venv makes it)';
if (missing && process.env['REQUIRE_PYTHON']) throw new Error(`Python must not be skipped here: ${missing}.`);

/** Why these tests are skipped; undefined where they can run. */
export const skipped = missing;

export const names = ['flights', 'hotels', 'cards', 'coordinator', 'gateway'] as const;
export type Name = (typeof names)[number];

/** The whole trip, as its start script runs it: five processes, each restarted when it dies. */
export interface Trip {
  /** The service's base URL. */
  url(name: Name): string;
  /** Sends a signal to the service's current process. */
  signal(name: Name, signal: NodeJS.Signals): void;
  /** Resolves once the service has been started so many times. */
  lives(name: Name, count: number): Promise<void>;
  /** Sends a query to a participant as the coordinator. */
  askAsCoordinator<Data>(name: Name, query: string, variables?: object): Promise<Data>;
  /** A client of the gateway with the role ADMIN. */
  admin(): Client;
  end(): Promise<void>;
}

interface Life {
  readonly pid: number;
  readonly url: string;
}

export async function startTrip(): Promise<Trip> {
  const dataDir = await mkdtemp(join(tmpdir(), 'counterstep-trip-'));
  const env = { ...process.env, PORT: '0', DATA_DIR: dataDir, PYTHON: python, LOG_LEVEL: 'info' };
  const child = spawn(process.execPath, [join(folder, 'dist/main.js')], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const started = new Map<string, Life[]>(names.map((name) => [name, []]));
  let wake = (): void => undefined;
  createInterface(child.stdout).on('line', (line) => {
    const { started: name, ...life } = JSON.parse(line) as Life & { readonly started: Name };
    started.get(name)?.push(life);
    wake();
  });
  const livesOf = (name: Name): readonly Life[] => started.get(name) ?? [];
  const lives = async (name: Name, count: number): Promise<void> => {
    while (livesOf(name).length < count) {
      if (child.exitCode !== null) throw new Error(`The trip has ended with ${child.exitCode}.`);
      await Promise.race([new Promise<void>((resolve) => (wake = resolve)), ended]);
    }
  };
  await lives('gateway', 1);
  const keys = JSON.parse(await readFile(join(dataDir, 'keys.json'), 'utf8')) as Record<
    'coordinator' | 'session',
    JWK
  >;
  const sign = await createInternalSigner(keys.coordinator);
  const signSession = await createSessionSigner(keys.session);
  const admin = { id: 'operator', email: 'operator@example.com', name: 'Operator', role: 'ADMIN' } as const;
  const session = await signSession(admin, 3_600);
  const url = (name: Name): string => livesOf(name).at(-1)!.url;
  return {
    url,
    signal: (name, signal) => process.kill(livesOf(name).at(-1)!.pid, signal),
    lives,
    admin: () => createGraphqlClient(url('gateway'), session),
    askAsCoordinator: async <Data>(name: Name, query: string, variables: object = {}) => {
      const response = await fetch(`${url(name)}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${await sign(name, undefined)}`,
        },
        body: JSON.stringify({ query, variables }),
      });
      const { data, errors } = (await response.json()) as { data: Data; errors?: unknown };
      if (errors !== undefined) throw new Error(JSON.stringify(errors));
      return data;
    },
    end: async () => {
      if (child.exitCode === null) child.kill('SIGTERM');
      await ended;
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
