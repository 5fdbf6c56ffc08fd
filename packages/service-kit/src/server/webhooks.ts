import type { IncomingHttpHeaders } from 'node:http';
import { CodedError, Forbidden } from '@counterstep/primitives';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { RequestContext } from './context.ts';

/** The largest body that a third party may send, in bytes. */
export const MAX_WEBHOOK_BYTES = 262_144;

/** The path at which a subgraph receives third parties' deliveries, besides its `/graphql`. */
export const WEBHOOK_PATH = '/webhook';

/** A third party's delivery, byte for byte, so that its signature can be verified. */
export interface WebhookDelivery {
  readonly body: Buffer;
  readonly headers: IncomingHttpHeaders;
}

/**
 * The answer to a delivery: taken, or an HTTP status and a message for the sender's log that say why it never will be.
 */
export type WebhookAnswer =
  { readonly status: 204 } | { readonly status: 400 | 401 | 404 | 422; readonly message: string };

/**
 * Receives a delivery; one that was answered with a status below 500 does not come again.
 *
 * @throws any error that may pass; the sender is asked to send again.
 */
export type ReceiveWebhook = (delivery: WebhookDelivery, request: RequestContext) => Promise<WebhookAnswer>;

/** When a sender may try again, in seconds. */
const RETRY_AFTER_SECONDS = 10;

/** Serves `POST /webhook` to the gateway, which passes on third parties' deliveries. */
export function serveWebhook(
  app: FastifyInstance,
  receive: ReceiveWebhook,
  requestOf: (request: FastifyRequest, reply: FastifyReply) => Promise<RequestContext>,
): void {
  app.register((scope, _options, done) => {
    takeBytes(scope);
    scope.post(WEBHOOK_PATH, { bodyLimit: MAX_WEBHOOK_BYTES }, async (request, reply) => {
      let known: RequestContext | undefined;
      try {
        known = await requestOf(request, reply);
        if (known.caller.service !== 'gateway') throw new Forbidden('Webhooks come through the gateway.');
        const { headers } = request;
        const answer = await receive({ body: bytesOf(request), headers }, known);
        return await reply.code(answer.status).send('message' in answer ? answer.message : undefined);
      } catch (error) {
        if (error instanceof CodedError && error.code === 'UNAUTHENTICATED')
          return reply.code(401).send(error.message);
        if (error instanceof Forbidden) return reply.code(403).send(error.message);
        known?.log.warn({ err: error }, 'a webhook cannot be taken now');
        return reply.code(503).header('retry-after', RETRY_AFTER_SECONDS).send();
      }
    });
    done();
  });
}

/** Keeps bodies of every content type as bytes. */
export function takeBytes(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, parsed) => {
    parsed(null, body);
  });
}

/** The body of a request; empty if it has none. */
export const bytesOf = ({ body }: FastifyRequest): Buffer => (Buffer.isBuffer(body) ? body : Buffer.alloc(0));
