import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@counterstep/service-kit';
import type { DocumentStore } from '@counterstep/document-store';
import { leftSecrets, type SecretInputs, type SagaStore } from '@counterstep/saga-engine';
import { backfillEnded } from './backfill.ts';

export interface ForgettingOptions {
  readonly store: DocumentStore;
  /** A store created with the same secrets, so that every save of an ended saga erases them. */
  readonly sagas: Pick<SagaStore, 'pages' | 'save'>;
  readonly secrets: SecretInputs;
  readonly log: Pick<Logger, 'info' | 'warn'>;
}

const RETRY_MS = 60_000;

/** Erases the secrets of sagas that ended under a version which kept them. */
export const forgetSecrets = ({ store, sagas, secrets, log }: ForgettingOptions): Promise<void> =>
  backfillEnded(
    {
      id: 'secretInputs',
      lacksIt: (saga) => leftSecrets(secrets, saga).length > 0,
      done: 'sagas that ended under an earlier version have forgotten their secrets now',
    },
    store,
    sagas,
    log,
  );

/**
 * Erases those secrets once, and tries again every minute while the store fails.
 *
 * @returns a function that ends this.
 */
export function startForgettingSecrets(options: ForgettingOptions): () => Promise<void> {
  const stopping = new AbortController();
  const running = repeat(options, stopping.signal).catch(() => undefined);
  return async () => {
    stopping.abort();
    await running;
  };
}

async function repeat(options: ForgettingOptions, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await forgetSecrets(options);
      return;
    } catch (error) {
      options.log.warn({ err: error }, 'secrets of old sagas could not all be forgotten; it is tried again');
    }
    await delay(RETRY_MS, undefined, { signal, ref: false });
  }
}
