import { setTimeout as delay } from 'node:timers/promises';
import type { ServiceConfig } from '../config.ts';
import { CodedError, openTls } from '@counterstep/primitives';
import type { Logger } from '../log.ts';
import { StoreUnavailable, type DocumentStore } from '@counterstep/document-store';
import { createHttpServer } from './http.ts';
import { listen } from './listen.ts';

/** A substitute server for a service that is still starting. */
export interface Starting {
  /** Frees the port. */
  close(): Promise<void>;
}

/**
 * Answers on the service's port until the service itself can: it reports that the process lives, and is not ready. If
 * the service takes a free port, nobody can ask yet, and nothing is done.
 */
export async function answerWhileStarting(
  { host, port, tls }: Pick<ServiceConfig, 'host' | 'port' | 'tls'>,
  log: Logger,
): Promise<Starting> {
  if (port === 0) return { close: () => Promise.resolve() };
  const ready = () => Promise.reject(new CodedError('SERVICE_UNAVAILABLE', 'The service is starting.'));
  const app = createHttpServer({ log: log.child({}, { level: 'error' }), ready, tls: openTls(tls) });
  app.all('/graphql', (_request, reply) =>
    reply
      .code(503)
      .header('retry-after', '1')
      .send({
        errors: [{ message: 'The service is starting.', extensions: { code: 'SERVICE_UNAVAILABLE' } }],
      }),
  );
  await listen(app, host, port);
  return { close: () => app.close() };
}

/** How long to wait for a database before the log says so, in ms. */
const SAY_SO_MS = 3_000;
const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 10_000;

/** Opens a database that may not be up yet: retries until it is, and logs what it waits for. */
export async function openWithRetries(
  open: () => Promise<DocumentStore>,
  log: Logger,
): Promise<DocumentStore> {
  for (let backoffMs = FIRST_BACKOFF_MS; ; backoffMs = Math.min(LONGEST_BACKOFF_MS, backoffMs * 2)) {
    const silence = setTimeout(() => {
      log.warn('waiting for the database of MONGO_URI, which does not answer');
    }, SAY_SO_MS);
    try {
      return await open();
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      log.warn({ err: error }, 'waiting for the database');
      await delay(backoffMs);
    } finally {
      clearTimeout(silence);
    }
  }
}
