import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { ApolloServerPlugin } from '@apollo/server';
import type { FastifyReply } from 'fastify';
import { OperationTypeNode, visit, type DocumentNode } from 'graphql';
import Negotiator from 'negotiator';
import type { GatewayContext } from '../context.ts';

/** Names of fields whose values are secrets. */
const SECRET = /token|secret|password|passphrase|session|credential|apikey/i;

const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);

// Each answer is compressed once and read once: the fast levels save most of the size in little time.
const codings = {
  br: (text: string) =>
    brotli(text, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 4,
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      },
    }),
  gzip: (text: string) => gzipped(text, { level: 5 }),
} as const;

/** Compresses answers that are long enough and contain no secret. */
export interface Compression {
  /** Notes which answers may be compressed. */
  readonly plugin: ApolloServerPlugin<GatewayContext>;
  /** Returns the body to send, and sets its headers. */
  encode(
    reply: FastifyReply,
    body: string,
    accepted: string | string[] | undefined,
    context: GatewayContext,
  ): Promise<string | Buffer>;
}

/**
 * The length of a compressed answer reveals whether it repeats text that an attacker chose (BREACH). So answers to
 * mutations, which hand out tokens, and to queries that select a field named like a secret are not compressed.
 *
 * @param minBytes the shortest answer to compress; 0 compresses nothing.
 */
export function createCompression(minBytes: number): Compression {
  const judged = new WeakMap<DocumentNode, boolean>();
  const isHarmless = (document: DocumentNode): boolean => {
    const verdict = judged.get(document) ?? !selectsSecret(document);
    judged.set(document, verdict);
    return verdict;
  };
  return {
    plugin: {
      requestDidStart: () =>
        Promise.resolve({
          didResolveOperation: ({ document, operation, contextValue }) => {
            const { answer } = contextValue;
            const query = operation?.operation === OperationTypeNode.QUERY;
            if (answer) answer.harmless = answer.harmless !== false && query && isHarmless(document);
            return Promise.resolve();
          },
        }),
    },
    encode: async (reply, body, accepted, context) => {
      if (minBytes === 0 || !context.answer?.harmless) return body;
      addVary(reply, 'Accept-Encoding');
      if (Buffer.byteLength(body) < minBytes) return body;
      const coding = preferred(accepted);
      if (coding === undefined) return body;
      reply.header('content-encoding', coding);
      return codings[coding](body);
    },
  };
}

/** Adds a header that the answer depends on. */
export function addVary(reply: FastifyReply, name: string): void {
  const known = reply.getHeader('vary');
  reply.header('vary', known === undefined ? name : `${String(known)}, ${name}`);
}

/** Types the second argument, the server's preference among equals, which the library's own types omit. */
interface Preferring {
  encoding(
    available: readonly string[],
    options: { readonly preferred: readonly string[] },
  ): string | undefined;
}

function preferred(accepted: string | string[] | undefined): keyof typeof codings | undefined {
  if (accepted === undefined) return undefined;
  const negotiator: Preferring = new Negotiator({ headers: { 'accept-encoding': accepted } });
  const coding = negotiator.encoding(['br', 'gzip', 'identity'], { preferred: ['br', 'gzip'] });
  return coding === 'br' || coding === 'gzip' ? coding : undefined;
}

function selectsSecret(document: DocumentNode): boolean {
  let found = false;
  visit(document, { Field: ({ name }) => void (found ||= SECRET.test(name.value)) });
  return found;
}
