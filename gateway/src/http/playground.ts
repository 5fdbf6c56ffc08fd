import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance, FastifyReply } from 'fastify';

type Headers = Readonly<Record<string, string>>;

export interface PlaygroundConfig {
  /** Makes the headers that each page starts with, such as a demonstration customer's `authorization`. */
  readonly headers?: (gatewayUrl: string) => Promise<Headers>;
  /** The query that each page starts with. */
  readonly query?: string;
}

/** Answers a browser with a page. */
export type Page = (reply: FastifyReply) => Promise<FastifyReply>;

/** Where `scripts/build-playground.mjs` puts the bundle; the same from `src/` and from `dist/`. */
const bundle = fileURLToPath(new URL('../../dist/playground/', import.meta.url));

const contentTypes: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.ttf': 'font/ttf',
};

/** Everything is loaded from this origin; the editor adds styles at run time and needs an `about:blank` frame. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Serves GraphiQL's files; undefined when it was not built. */
export function servePlayground(app: FastifyInstance, config: PlaygroundConfig): Page | undefined {
  if (!existsSync(join(bundle, 'index.html'))) return undefined;
  const assets = new Set(readdirSync(join(bundle, 'assets')));
  app.get<{ Params: { readonly name: string } }>('/playground/assets/:name', async ({ params }, reply) => {
    if (!assets.has(params.name)) return reply.code(404).send();
    return reply
      .type(contentTypes[extname(params.name)] ?? 'application/octet-stream')
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('x-content-type-options', 'nosniff')
      .send(await readFile(join(bundle, 'assets', params.name)));
  });
  app.get('/', (_request, reply) => reply.redirect('/graphql'));
  const [before, after] = readFileSync(join(bundle, 'index.html'), 'utf8').split(/(?<=id="config">)[^<]*/);
  return async (reply) => {
    const { query, headers } = config;
    const filled = { query, headers: await headers?.(app.listeningOrigin).catch(() => undefined) };
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', contentSecurityPolicy)
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'no-referrer')
      .header('cache-control', 'no-store')
      .send(`${before}${escapedJson(filled)}${after}`);
  };
}

/** JSON that cannot close the script element around it. */
const escapedJson = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');
