import type { IncomingHttpHeaders } from 'node:http';
import { CodedError, Forbidden } from '@counterstep/primitives';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { RequestContext } from './context.ts';

/** The largest body that a third party may send, in bytes. */
export const MAX_WEBHOOK_BYTES = 262_144;

/** Where a subgraph takes what third parties send, beside its `/graphql`. */
export const WEBHOOK_PATH = '/webhook';

/** What a third party has sent, byte for byte, so that its signature can be verified. */
export interface WebhookDelivery {
  readonly body: Buffer;
  readonly headers: IncomingHttpHeaders;
}

/** Taken; or why it never will be, as an HTTP status and a word to whoever reads the sender's log. */
export type WebhookAnswer =
  { readonly status: 204 } | { readonly status: 400 | 401 | 404 | 422; readonly message: string };

/**
 * Takes a delivery, for good: what was answered with a status below 500 does not come again.
 *
 * @throws whatever is wrong for now; the sender is told to send again.
 */
export type ReceiveWebhook = (delivery: WebhookDelivery, request: RequestContext) => Promise<WebhookAnswer>;

/** When a sender may try again. */
const RETRY_AFTER_SECONDS = 10;

/** Serves `POST /webhook` to the gateway, which passes on what third parties send it. */
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

/** Leaves bodies of every type as they come. */
export function takeBytes(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, parsed) => {
    parsed(null, body);
  });
}

/** The body of a request; empty where it has none. */
export const bytesOf = ({ body }: FastifyRequest): Buffer => (Buffer.isBuffer(body) ? body : Buffer.alloc(0));
