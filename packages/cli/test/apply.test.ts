import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { makeAuthority } from '@counterstep/service-kit/testing/certificates';
import { keysCommand } from '../src/keys/command.ts';
import { parseKeySet } from '../src/keys/key-set.ts';

interface Stored {
  readonly metadata: {
    readonly name: string;
    readonly resourceVersion: string;
    readonly labels?: object;
    readonly annotations?: object;
  };
  readonly data?: Readonly<Record<string, string>>;
}

const TOKEN = 'the-token-of-the-pod';

/** The Kubernetes API for the Secrets of the namespace `shop`. */
class Cluster {
  readonly secrets = new Map<string, Stored>();
  readonly writes: string[] = [];
  /** Runs once before the next write. */
  beforeWrite: (() => void) | undefined;
  forbidden = false;
  #version = 0;

  put(name: string, secret: object): void {
    this.#version += 1;
    const { metadata, ...rest } = secret as Stored;
    const stored = { kind: 'Secret', ...rest };
    this.secrets.set(name, {
      ...stored,
      metadata: { ...metadata, name, resourceVersion: String(this.#version) },
    });
  }

  answer(method: string, path: string, body: string): [number, object] {
    if (this.forbidden) return [403, { message: 'secrets is forbidden' }];
    const [, name] = /^\/api\/v1\/namespaces\/shop\/secrets(?:\/(.+))?$/.exec(path) ?? [];
    if (method !== 'GET') {
      this.beforeWrite?.();
      this.beforeWrite = undefined;
    }
    const given = body === '' ? undefined : (JSON.parse(body) as Stored);
    const known = this.secrets.get(name ?? given?.metadata.name ?? '');
    if (method === 'GET') return known ? [200, known] : [404, { message: 'not found' }];
    const isStale = method === 'PUT' && given?.metadata.resourceVersion !== known?.metadata.resourceVersion;
    if (given === undefined || isStale || (method === 'POST' && known)) return [409, { message: 'conflict' }];
    this.put(given.metadata.name, given);
    this.writes.push(`${method} ${given.metadata.name}`);
    return [method === 'POST' ? 201 : 200, given];
  }
}

let folder: string;
let server: Server;
let cluster: Cluster;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pod-'));
  const { certFile, keyFile, caFile } = await (await makeAuthority(folder)).issue('api');
  await writeFile(join(folder, 'ca.crt'), readFileSync(caFile));
  await writeFile(join(folder, 'token'), `${TOKEN}\n`);
  await writeFile(join(folder, 'namespace'), 'shop');
  const tls = { cert: readFileSync(certFile), key: readFileSync(keyFile) };
  server = createServer(tls, (request, response) => {
    void text(request).then((body) => {
      const isKnown = request.headers.authorization === `Bearer ${TOKEN}`;
      const { method = '', url = '' } = request;
      const [status, answer] = isKnown ? cluster.answer(method, url, body) : [401, { message: 'who is it?' }];
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

beforeEach(() => {
  cluster = new Cluster();
});

async function apply(...words: readonly string[]) {
  let error = '';
  const streams = {
    input: () => Promise.resolve(''),
    out: (line: string) => (error += `printed: ${line}`),
    error: (line: string) => (error += line),
  };
  const port = String((server.address() as AddressInfo).port);
  const code = await keysCommand(words, streams, { host: '127.0.0.1', port, folder });
  return { code, error };
}

const textsIn = (name: string) =>
  Object.fromEntries(
    Object.entries(cluster.secrets.get(name)?.data ?? {}).map(([entry, value]) => [
      entry,
      Buffer.from(value, 'base64').toString(),
    ]),
  );
const keysIn = (name: string) => parseKeySet(textsIn(name));

describe('keys --apply', () => {
  it('makes the Secrets that are missing, with the marks that are asked for, and prints no key', async () => {
    const names = ['--name', 'k', '--mongodb', 'm'];
    const marks = ['--label', 'a/b=c', '--label', 'd=', '--annotation', 'kept=by=hand'];
    expect(await apply('--apply', ...names, ...marks)).toEqual({
      code: 0,
      error: 'Secret shop/k: made.\nSecret shop/m: made.\n',
    });
    expect(keysIn('k').SESSION_PRIVATE_KEY.kid).toBe('session');
    const { MONGO_PASSWORD, MONGO_KEYFILE } = textsIn('m');
    expect(MONGO_PASSWORD).toMatch(/^[\w-]{32}$/);
    expect(MONGO_KEYFILE).toMatch(/^[A-Za-z0-9+/]{6,1024}$/);
    for (const name of ['k', 'm'])
      expect(cluster.secrets.get(name)?.metadata).toMatchObject({
        labels: { 'a/b': 'c', d: '' },
        annotations: { kept: 'by=hand' },
      });
  });

  it('never overwrites a Secret', async () => {
    await apply('--apply', '--name', 'k', '--mongodb', 'm');
    const before = new Map(cluster.secrets);
    expect(await apply('--apply', '--name', 'k', '--mongodb', 'm')).toEqual({
      code: 0,
      error: 'Secret shop/k: kept.\nSecret shop/m: kept.\n',
    });
    expect(cluster.secrets).toEqual(before);
    expect(cluster.writes).toEqual(['POST k', 'POST m']);
  });

  it('fills a Secret that has nothing of it, and leaves other entries alone', async () => {
    cluster.put('k', { metadata: { labels: { mine: 'yes' } }, data: { OTHER: 'b3RoZXI=' } });
    expect(await apply('--apply', '--name', 'k')).toEqual({ code: 0, error: 'Secret shop/k: made.\n' });
    expect(textsIn('k')).toMatchObject({ OTHER: 'other' });
    expect(keysIn('k')).toBeDefined();
    expect(cluster.secrets.get('k')?.metadata.labels).toEqual({ mine: 'yes' });
  });

  it('refuses a Secret that has a part of it, and changes nothing', async () => {
    cluster.put('k', { metadata: {}, data: { SESSION_PRIVATE_KEY: 'e30=' } });
    const { code, error } = await apply('--apply', '--name', 'k');
    expect({ code, error }).toMatchObject({ code: 1, error: expect.stringMatching(/INTERNAL_PUBLIC_KEYS/) });
    cluster.put('m', { metadata: {}, data: { MONGO_PASSWORD: 'eA==' } });
    expect(await apply('--apply', '--mongodb', 'm')).toMatchObject({ code: 1 });
    expect(cluster.writes).toEqual([]);
  });

  it('keeps what another one has made at the same moment', async () => {
    cluster.beforeWrite = () => {
      cluster.put('m', { metadata: {}, data: { MONGO_PASSWORD: 'eA==', MONGO_KEYFILE: 'eQ==' } });
    };
    expect(await apply('--apply', '--mongodb', 'm')).toEqual({ code: 0, error: 'Secret shop/m: kept.\n' });
    expect(textsIn('m')).toEqual({ MONGO_PASSWORD: 'x', MONGO_KEYFILE: 'y' });
  });

  it('does not lose what another one writes between its reading and its writing', async () => {
    cluster.put('k', { metadata: {}, data: {} });
    cluster.beforeWrite = () => {
      cluster.put('k', { metadata: {}, data: { OTHER: 'eA==' } });
    };
    expect(await apply('--apply', '--name', 'k')).toMatchObject({ code: 0 });
    expect(textsIn('k')).toMatchObject({ OTHER: 'x' });
  });

  it('takes keys through a rotation, each step of which may be asked for again', async () => {
    await apply('--apply', '--name', 'k');
    const old = keysIn('k');
    for (const [step, known] of [
      ['publish', 2],
      ['sign', 2],
      ['retire', 1],
    ] as const) {
      expect(await apply('rotate', step, '--apply', '--name', 'k')).toMatchObject({
        code: 0,
        error: 'Secret shop/k: changed.\n',
      });
      const after = textsIn('k');
      expect(keysIn('k').SESSION_PUBLIC_KEYS.keys).toHaveLength(known);
      expect(await apply('rotate', step, '--apply', '--name', 'k')).toMatchObject({
        error: 'Secret shop/k: kept.\n',
      });
      expect(textsIn('k')).toEqual(after);
    }
    expect(keysIn('k').SESSION_PRIVATE_KEY.x).not.toBe(old.SESSION_PRIVATE_KEY.x);
    expect(Object.keys(textsIn('k'))).not.toContain('NEXT_PRIVATE_KEYS');
  });

  it('refuses a step out of turn, and changes nothing', async () => {
    await apply('--apply', '--name', 'k');
    const before = textsIn('k');
    expect(await apply('rotate', 'sign', '--apply', '--name', 'k')).toMatchObject({
      code: 1,
      error: expect.stringMatching(/publish first/),
    });
    expect(textsIn('k')).toEqual(before);
  });

  it('says what the Kubernetes API says when it refuses', async () => {
    cluster.forbidden = true;
    expect(await apply('--apply')).toEqual({
      code: 1,
      error: 'The Kubernetes API answers 403: secrets is forbidden\n',
    });
  });

  it('says that it needs a pod where there is none', async () => {
    const streams = { input: () => Promise.resolve(''), out: () => undefined };
    let error = '';
    const nowhere = { host: undefined, port: undefined, folder: '/nowhere' };
    const told = { ...streams, error: (line: string) => (error += line) };
    expect(await keysCommand(['--apply'], told, nowhere)).toBe(1);
    expect(error).toMatch(/needs a pod/);
  });

  it.each([
    [['--mongodb', 'm']],
    [['--label', 'a=b']],
    [['--apply', '--label', 'nonsense']],
    [['--apply', '--dir', '/keys']],
    [['--apply', '--name', '']],
    [['rotate', 'sign', '--apply', '--mongodb', 'm']],
  ])('refuses the words %j', async (words) => {
    expect(await apply(...words)).toMatchObject({
      code: 2,
      error: expect.stringMatching(/See counterstep keys/),
    });
  });
});
