import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { InvalidConfiguration, noTls, openTls, type TlsConfig } from '@counterstep/service-kit';
import {
  createAgent,
  openFoundation,
  startSubgraph,
  webSocketWith,
  type RequestContext,
  type Service,
} from '@counterstep/service-kit/server';
import { createServiceKit, type ServiceKit } from '@counterstep/service-kit/testing';
import {
  makeAuthority,
  type Authority,
  type Certificate,
} from '@counterstep/service-kit/testing/certificates';
import { createClient } from 'graphql-ws';
import { request } from 'undici';

const SDL = `type Query { greeting: String! } type Subscription { once: String! }`;

const resolvers = {
  Query: { greeting: () => 'hello' },
  Subscription: {
    once: {
      subscribe: async function* () {
        yield await Promise.resolve({ once: 'tick' });
      },
    },
  },
};

let folder: string;
let kit: ServiceKit;
let ours: Authority;
let server: Certificate;
let caller: Certificate;
let stranger: Certificate;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'counterstep-tls-'));
  kit = await createServiceKit();
  ours = await makeAuthority(folder);
  [server, caller] = [await ours.issue('server'), await ours.issue('caller')];
  const theirs = await (await makeAuthority(join(folder, 'theirs'), 'other')).issue('stranger');
  stranger = { ...theirs, caFile: server.caFile };
});

afterAll(async () => {
  await kit.remove();
  await rm(folder, { recursive: true });
});

const start = async (tls: TlsConfig): Promise<Service> =>
  startSubgraph<RequestContext>({
    name: 'greeter',
    config: { ...kit.config, tls },
    foundation: await openFoundation('greeter', { ...kit.config, tls }),
    sdl: SDL,
    resolvers,
    context: (given) => given,
  });

const statusOf = async (path: string, tls: TlsConfig, service: Service): Promise<number> => {
  const agent = createAgent(openTls(tls));
  try {
    const { statusCode, body } = await request(`${service.url}${path}`, {
      dispatcher: agent,
      headers: { authorization: await kit.authorization('greeter') },
    });
    await body.dump();
    return statusCode;
  } finally {
    await agent.close();
  }
};

const greet = (tls: TlsConfig, service: Service): Promise<number> =>
  statusOf('/graphql?query=%7Bgreeting%7D', tls, service);

/** The first result of the subscription over a socket that presents the certificate. */
async function tick(tls: TlsConfig, { url }: Service): Promise<unknown> {
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: webSocketWith(openTls(tls)),
    connectionParams: { authorization: await kit.authorization('greeter') },
    retryAttempts: 0,
  });
  try {
    for await (const { data } of client.iterate({ query: 'subscription { once }' })) return data;
    return undefined;
  } finally {
    await client.dispose();
  }
}

const onlyTrust = (certificate: Certificate): TlsConfig => ({ ...noTls, caFile: certificate.caFile });

describe('a service with mutual TLS', () => {
  let service: Service;
  beforeEach(async () => {
    service = await start(server);
  });
  afterEach(() => service.stop());

  it('answers a caller with a certificate of the authority, over HTTP and WebSocket', async () => {
    expect(service.url).toMatch(/^https:/);
    expect(await greet(caller, service)).toBe(200);
    expect(await tick(caller, service)).toEqual({ once: 'tick' });
  });

  it.each([
    ['no certificate', () => onlyTrust(caller)],
    ['a certificate of another authority', () => stranger],
  ])('refuses GraphQL to a caller with %s, and answers its probes', async (_who, certificate) => {
    expect(await greet(certificate(), service)).toBe(403);
    await expect(tick(certificate(), service)).rejects.toBeDefined();
    expect(await statusOf('/health', certificate(), service)).toBe(200);
    expect(await statusOf('/ready', certificate(), service)).toBe(200);
  });

  it('is not trusted by whoever knows other authorities only, and speaks no plain HTTP', async () => {
    await expect(greet({ ...stranger, caFile: stranger.certFile }, service)).rejects.toThrow(/certificate/);
    await expect(request(`${service.url.replace('https', 'http')}/health`)).rejects.toThrow();
  });

  it('shows a renewed certificate to whoever connects next, and keeps the old one while the new one is half written', async () => {
    const shown = async (): Promise<string> => {
      const socket = connect({
        ...openTls(caller).current(),
        host: '127.0.0.1',
        port: Number(new URL(service.url).port),
      });
      await new Promise((resolve) => socket.once('secureConnect', resolve));
      const { fingerprint256 } = socket.getPeerCertificate();
      socket.destroy();
      return fingerprint256;
    };
    const before = await shown();
    await writeFile(server.certFile, 'half');
    await utimes(server.certFile, 1, 1);
    expect(await shown()).toBe(before);
    await ours.issue('server');
    expect(await shown()).not.toBe(before);
  });
});

describe('a service with a certificate, but no authority', () => {
  it('serves everybody over TLS', async () => {
    const service = await start({ ...server, caFile: undefined });
    expect(await greet(onlyTrust(caller), service)).toBe(200);
    await service.stop();
  });
});

describe('the files of TLS', () => {
  it.each<[string, () => TlsConfig, string]>([
    ['a certificate without its key', () => ({ ...noTls, certFile: server.certFile }), 'TLS_KEY_FILE'],
    [
      'a missing file',
      () => ({ ...server, caFile: join(folder, 'nowhere.pem') }),
      'TLS_CA_FILE cannot be read',
    ],
    ['another certificate’s key', () => ({ ...server, keyFile: caller.keyFile }), 'cannot be used'],
    ['a file that is no certificate', () => ({ ...server, certFile: server.keyFile }), 'cannot be used'],
  ])('are refused by name: %s', (_what, config, message) => {
    expect(() => openTls(config())).toThrow(InvalidConfiguration);
    expect(() => openTls(config())).toThrow(message);
  });
});
