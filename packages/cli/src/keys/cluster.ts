import { readFile } from 'node:fs/promises';
import { request, type RequestOptions } from 'node:https';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { readPodIdentity, type PodIdentity } from './config.ts';

const TIMEOUT_MS = 15_000;

/** The Kubernetes API is missing or refuses; the message says why. */
export class ClusterRefused extends Error {}

const secret = z.looseObject({
  kind: z.literal('Secret'),
  metadata: z.looseObject({ name: z.string(), resourceVersion: z.string().optional() }),
  data: z.record(z.string(), z.string()).optional(),
});

/** A Secret of the Kubernetes API; its `data` is in base64. */
export type ClusterSecret = z.output<typeof secret>;

/** The Secrets of one namespace. */
export interface ClusterSecrets {
  readonly namespace: string;
  /** Reads a Secret; undefined if there is none with the name. */
  read(name: string): Promise<ClusterSecret | undefined>;
  /** Creates a Secret; resolves to false, and changes nothing, if there already is one with the name. */
  create(made: object): Promise<boolean>;
  /** Replaces a Secret; resolves to false, and changes nothing, if it has changed since it was read. */
  replace(changed: ClusterSecret): Promise<boolean>;
}

const reasonIn = (body: string): string => {
  try {
    return z.object({ message: z.string() }).parse(JSON.parse(body)).message;
  } catch {
    return body.slice(0, 200);
  }
};

/** Sends one request, and reads the whole answer. */
function send(options: RequestOptions, body: object | undefined): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request({ ...options, timeout: TIMEOUT_MS }, (response) => {
      text(response).then((all) => {
        resolve({ status: response.statusCode ?? 0, body: all });
      }, reject);
    });
    sent.on('timeout', () => sent.destroy(new Error(`no answer within ${TIMEOUT_MS} ms`)));
    sent.on('error', reject);
    sent.end(body && JSON.stringify(body));
  });
}

/**
 * Opens the Secrets of this pod's namespace with its ServiceAccount.
 *
 * @throws {ClusterRefused} if this is not a pod with a ServiceAccount's token.
 */
export async function openClusterSecrets(pod: PodIdentity = readPodIdentity()): Promise<ClusterSecrets> {
  const { host, port, folder } = pod;
  const read = (name: string) => readFile(join(folder, name), 'utf8');
  const files = await Promise.all([read('token'), read('ca.crt'), read('namespace')]).catch(() => undefined);
  if (!host || !port || files === undefined)
    throw new ClusterRefused('--apply needs a pod of Kubernetes whose ServiceAccount has its token mounted.');
  const [token, ca, namespace] = files.map((content) => content.trim()) as [string, string, string];

  const call = async (method: string, name: string, body?: object) => {
    const path = `/api/v1/namespaces/${namespace}/secrets${name && `/${encodeURIComponent(name)}`}`;
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const answer = await send({ host, port, ca, method, path, headers }, body).catch((error: unknown) => {
      throw new ClusterRefused(`The Kubernetes API does not answer: ${(error as Error).message}.`);
    });
    if (answer.status < 300 || answer.status === 404 || answer.status === 409) return answer;
    throw new ClusterRefused(`The Kubernetes API answers ${answer.status}: ${reasonIn(answer.body)}`);
  };
  const found = ({ status, body }: { status: number; body: string }) =>
    status === 404 ? undefined : secret.parse(JSON.parse(body));

  return {
    namespace,
    read: async (name) => found(await call('GET', name)),
    create: async (made) => (await call('POST', '', made)).status !== 409,
    replace: async (changed) => (await call('PUT', changed.metadata.name, changed)).status < 300,
  };
}
