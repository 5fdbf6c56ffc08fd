import { Writable } from 'node:stream';
import type { Logger } from '@counterstep/service-kit';
import { createSessionSigner, type Viewer } from '@counterstep/identity';
import type { Service } from '@counterstep/service-kit/server';
import { createServiceKit, type Answer, type ServiceKit } from '@counterstep/service-kit/testing';
import { pino } from 'pino';
import type { GatewayConfig } from '../src/config.ts';
import { createGateway, type GatewayOverrides } from '../src/service.ts';
import { compose, Library, startLibrarySubgraph, type GraphName } from './library.ts';

export interface LibraryKit {
  readonly library: Library;
  readonly config: GatewayConfig;
  /** A customer's `authorization` header. */
  session(viewer: Viewer, lifetimeSeconds?: number): Promise<string>;
  /** Starts a gateway, which ends with the kit. */
  gateway(changes?: Partial<GatewayConfig>, overrides?: GatewayOverrides): Promise<Service>;
  stop(name: GraphName): Promise<void>;
  /** Starts a subgraph at the same address again. */
  start(name: GraphName): Promise<void>;
  end(): Promise<void>;
}

const names: readonly GraphName[] = ['books', 'reviews', 'progress'];

/** The library's subgraphs, running. */
export async function createLibraryKit(): Promise<LibraryKit> {
  const kit = await createServiceKit();
  const library = new Library();
  const running = new Map<GraphName, Service>();
  const ports = new Map<GraphName, number>();
  const gateways: Service[] = [];
  const start = async (name: GraphName): Promise<void> => {
    const service = await startLibrarySubgraph(name, library, kit.config, ports.get(name));
    running.set(name, service);
    ports.set(name, Number(new URL(service.url).port));
  };
  const stop = async (name: GraphName): Promise<void> => {
    await running.get(name)?.stop();
    running.delete(name);
  };
  await Promise.all(names.map(start));
  const config = gatewayConfig(kit, new Map([...running].map(([name, { url }]) => [name, url])));
  return {
    library,
    config,
    session: async (viewer, lifetimeSeconds = 600) => {
      const sign = await createSessionSigner(kit.keys.sessionPrivate!);
      return `Bearer ${await sign(viewer, lifetimeSeconds)}`;
    },
    gateway: async (changes = {}, overrides = {}) => {
      const gateway = await createGateway({ ...config, ...changes }, overrides);
      gateways.push(gateway);
      return gateway;
    },
    stop,
    start,
    end: async () => {
      await Promise.all(gateways.map((gateway) => gateway.stop()));
      await Promise.all([...running.keys()].map(stop));
      await kit.remove();
    },
  };
}

function gatewayConfig(kit: ServiceKit, urls: ReadonlyMap<string, string>): GatewayConfig {
  return {
    host: '127.0.0.1',
    port: 0,
    logLevel: 'silent',
    supergraph: { sdl: compose() },
    subgraphUrls: Object.fromEntries(urls),
    fallbackUrls: {},
    keys: { sessionPublic: kit.keys.sessionPublic, internalPrivate: kit.keys.internalPrivate! },
    introspection: true,
    playground: undefined,
    corsOrigins: ['*'],
    trustProxy: false,
    compressionMinBytes: 4_096,
    documents: { trustedFile: undefined, trustedOnly: false, rememberedBytes: 1_000_000 },
    maxBatch: 0,
    propagatedHeaders: [],
    streamStallMs: 15_000,
    publicErrorCodes: [],
    limits: {
      depth: 15,
      aliases: 50,
      selections: 1_000,
      conditions: 100,
      tokens: 10_000,
      bodyBytes: 262_144,
      cost: 100_000,
      answerBytes: 16_777_216,
      deadlineMs: 20_000,
      operationsPerMinute: 0,
      keptEvents: 1_000,
    },
    clients: {
      connections: 10_000,
      connectionsPerAddress: 2_500,
      requestTimeoutMs: 15_000,
      socketsPerAddress: 2_000,
      socketsPerIdentity: 2_000,
      subscriptionsPerAddress: 2_000,
      subscriptionsPerIdentity: 2_000,
      subscriptionsPerSocket: 1_000,
      operationsPerSocket: 200,
      runningPerAddress: 64,
      runningTogether: 64,
      waitingPerAddress: 2_000,
      unsentBytes: 4_194_304,
      unsentBytesPerAddress: 67_108_864,
    },
    subgraphTimeouts: { connectMs: 1_000, requestMs: 5_000, silenceMs: 1_000 },
    reconnect: { firstDelayMs: 10, longestDelayMs: 50, giveUpMs: 20_000 },
    metrics: { at: 'service', runtime: 'none' },
  };
}

/** Sends a GraphQL request to a gateway. */
export async function ask(
  { url }: Pick<Service, 'url'>,
  query: string,
  options: { readonly variables?: object; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<Answer & { readonly headers: Headers }> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...options.headers },
    body: JSON.stringify({ query, variables: options.variables }),
  });
  const { data, errors } = (await response.json()) as Pick<Answer, 'data' | 'errors'>;
  return { status: response.status, headers: response.headers, data, errors };
}

/** A log whose entries can be read. */
export function recordingLog(): { readonly log: Logger; readonly entries: Record<string, unknown>[] } {
  const entries: Record<string, unknown>[] = [];
  const sink = new Writable({
    write: (line: Buffer, _encoding, done) => {
      entries.push(JSON.parse(line.toString()) as Record<string, unknown>);
      done();
    },
  });
  return { entries, log: pino({ level: 'trace' }, sink) };
}
