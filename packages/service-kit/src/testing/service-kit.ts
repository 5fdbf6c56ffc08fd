import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noTls } from '@counterstep/primitives';
import { type ServiceConfig } from '../config.ts';
import {
  CALLERS,
  createInternalSigner,
  loadKeys,
  noKeys,
  type CallingService,
  type Keys,
  type Viewer,
} from '@counterstep/identity';
import { CLIENT_ADDRESS_HEADER, type Service } from '../server/index.ts';

export const ada: Viewer = { id: 'customer-ada', email: 'ada@example.com', name: 'Ada', role: 'CUSTOMER' };
export const grace: Viewer = {
  id: 'customer-grace',
  email: 'grace@example.com',
  name: 'Grace',
  role: 'CUSTOMER',
};
export const admin: Viewer = {
  id: 'customer-admin',
  email: 'admin@example.com',
  name: 'Admin',
  role: 'ADMIN',
};

/** The identity of a test's request: the calling service, and on whose behalf it calls. */
export interface As {
  readonly service?: CallingService;
  readonly viewer?: Viewer;
  /** The network address of the client. */
  readonly clientAddress?: string;
}

export interface Answer {
  readonly status: number;
  readonly data: Readonly<Record<string, unknown>> | null | undefined;
  readonly errors:
    | readonly {
        readonly message: string;
        readonly path?: readonly unknown[];
        readonly extensions: Record<string, unknown>;
      }[]
    | undefined;
}

/**
 * The kit for testing one service: a folder, keys, and a client that signs its calls like the gateway or the
 * coordinator.
 */
export interface ServiceKit {
  readonly config: ServiceConfig;
  readonly keys: Keys;
  /** The `authorization` header for calling the named service. */
  authorization(service: string, as?: As): Promise<string>;
  /** Sends a GraphQL request, by default as the gateway with nobody logged in. */
  ask(service: Pick<Service, 'name' | 'url'>, query: string, variables?: object, as?: As): Promise<Answer>;
  /** Removes the folder. */
  remove(): Promise<void>;
}

export async function createServiceKit(): Promise<ServiceKit> {
  const dataDir = await mkdtemp(join(tmpdir(), 'counterstep-'));
  const [gateway, coordinator] = await Promise.all(
    Object.values(CALLERS).map((service) => loadKeys(noKeys, dataDir, service, false)),
  );
  if (!gateway?.internalPrivate || !coordinator?.internalPrivate) throw new Error('Keys are missing.');
  const sign = {
    gateway: await createInternalSigner(gateway.internalPrivate),
    coordinator: await createInternalSigner(coordinator.internalPrivate),
  };
  const authorization = async (called: string, { service = 'gateway', viewer }: As = {}): Promise<string> =>
    `Bearer ${await sign[service](called, viewer)}`;
  return {
    config: {
      environment: 'test',
      host: '127.0.0.1',
      port: 0,
      logLevel: 'silent',
      mongoUri: undefined,
      mongoDb: 'counterstep',
      dataDir,
      demoData: false,
      keys: noKeys,
      tls: noTls,
      metrics: { at: 'service', runtime: 'none' },
    },
    keys: gateway,
    authorization,
    ask: async ({ name, url }, query, variables = {}, as = {}) => {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: await authorization(name, as),
          [CLIENT_ADDRESS_HEADER]: as.clientAddress ?? '',
        },
        body: JSON.stringify({ query, variables }),
      });
      const { data, errors } = (await response.json()) as Omit<Answer, 'status'>;
      return { status: response.status, data, errors };
    },
    remove: () => rm(dataDir, { recursive: true, force: true }),
  };
}

let sagas = 0;

/** A `StepInput` for a first attempt, of a new saga unless one is given. */
export const stepInput = (step: string, sagaId = `saga-${(sagas += 1)}`, epoch = 1): object => ({
  sagaId,
  step,
  epoch,
  deadline: new Date(Date.now() + 60_000).toISOString(),
});
