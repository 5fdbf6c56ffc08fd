import type { IncomingHttpHeaders } from 'node:http';
import { InvalidConfiguration, RateLimited, type Logger } from '@counterstep/service-kit';
import {
  bytesOf,
  CLIENT_ADDRESS_HEADER,
  CORRELATION_HEADER,
  createQuota,
  MAX_WEBHOOK_BYTES,
  networkOf,
  takeBytes,
  WEBHOOK_PATH,
} from '@counterstep/service-kit/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Admission } from '../admission.ts';
import type { Credentials } from '../identity/credentials.ts';
import { anonymous } from '../identity/sessions.ts';
import { clientAddressOf } from './addresses.ts';
import type { Subgraphs } from './subgraphs.ts';

export interface WebhooksOptions extends Pick<Admission, 'countRefusal' | 'isSpent'> {
  /** The subgraph that takes the webhooks of each name. */
  readonly routes: Readonly<Record<string, string>>;
  readonly subgraphs: Pick<Subgraphs, 'urlOf' | 'forward'>;
  readonly credentials: Credentials;
  readonly trustProxy: boolean;
  readonly log: Logger;
}

/** Deliveries of one network that are forwarded at a time. */
const MAX_AT_ONCE = 32;

/** When a sender may try again, in seconds. */
const RETRY_AFTER_SECONDS = 10;

/**
 * Forwards what third parties send to `/webhooks/<name>` byte for byte to the subgraph of that name. The subgraph
 * decides whether a delivery is genuine; what it refuses counts against the sender's address.
 *
 * @throws {InvalidConfiguration} when a route leads to a subgraph that is not there.
 */
export function serveWebhooks(app: FastifyInstance, options: WebhooksOptions): void {
  const routes = new Map(Object.entries(options.routes));
  if (routes.size === 0) return;
  for (const [name, subgraph] of routes) checkRoute(name, subgraph, options.subgraphs);
  const passing = createQuota(MAX_AT_ONCE);
  app.register((scope, _options, done) => {
    takeBytes(scope);
    scope.addHook('onRequest', async (request, reply) => {
      if (request.method !== 'POST') await reply.header('allow', 'POST').code(405).send();
      else if (options.isSpent(request)) await tooMany(reply, RETRY_AFTER_SECONDS);
    });
    scope.all('/webhooks/:name', { bodyLimit: MAX_WEBHOOK_BYTES }, async (request, reply) => {
      const subgraph = routes.get((request.params as { readonly name: string }).name);
      if (subgraph === undefined) return refused(request, reply.code(404), options);
      const address = clientAddressOf(request.headers, request.socket.remoteAddress, options.trustProxy);
      const release = passing.take(networkOf(address));
      if (release === undefined) return tooMany(reply, 1);
      try {
        return await passOn(request, reply, { subgraph, address }, options);
      } finally {
        release();
      }
    });
    done();
  });
}

function checkRoute(name: string, subgraph: string, subgraphs: Pick<Subgraphs, 'urlOf'>): void {
  try {
    subgraphs.urlOf(subgraph);
  } catch {
    throw new InvalidConfiguration(`WEBHOOKS sends ${name} to ${subgraph}, which is no subgraph.`);
  }
}

const tooMany = (reply: FastifyReply, retryAfterSeconds: number): FastifyReply =>
  reply.code(429).header('retry-after', retryAfterSeconds).send();

/** Counts a request without a route against its address. */
function refused(
  request: FastifyRequest,
  reply: FastifyReply,
  { countRefusal }: Pick<WebhooksOptions, 'countRefusal'>,
  message?: string,
): FastifyReply {
  try {
    countRefusal(request);
    return reply.send(message);
  } catch (error) {
    if (!(error instanceof RateLimited)) throw error;
    return tooMany(reply, error.retryAfterSeconds);
  }
}

async function passOn(
  request: FastifyRequest,
  reply: FastifyReply,
  { subgraph, address }: { readonly subgraph: string; readonly address: string },
  options: WebhooksOptions,
): Promise<FastifyReply> {
  const authorization = await options.credentials(subgraph, anonymous);
  const headers = {
    ...passedHeaders(request.headers),
    [CORRELATION_HEADER]: request.id,
    [CLIENT_ADDRESS_HEADER]: address,
    ...(authorization !== undefined && { authorization }),
  };
  try {
    const answer = await options.subgraphs.forward(subgraph, WEBHOOK_PATH.slice(1), {
      headers,
      body: bytesOf(request),
    });
    if (answer.status < 300) return await reply.code(answer.status).send();
    if (answer.status < 500) return await refused(request, reply.code(answer.status), options, answer.text);
    options.log.warn({ subgraph, status: answer.status }, 'a webhook is not taken now');
  } catch (error) {
    options.log.warn({ subgraph, err: error }, 'a webhook cannot be passed on');
  }
  return reply.code(503).header('retry-after', RETRY_AFTER_SECONDS).send();
}

/** Headers of the connection, the gateway or a session, which the subgraph must not take for the gateway's own. */
const KEPT_BACK = new Set([
  ...['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'te', 'trailer', 'upgrade'],
  ...['transfer-encoding', 'content-length', 'expect', 'host', 'authorization', 'cookie', 'traceparent'],
  ...['tracestate', 'baggage', CORRELATION_HEADER, CLIENT_ADDRESS_HEADER],
]);

const passedHeaders = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || KEPT_BACK.has(name) || name.startsWith('x-forwarded-')
        ? []
        : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
