import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@counterstep/platform';
import { archiveOldSagas, type ArchiveOptions } from './archive.ts';

export interface RetentionOptions extends ArchiveOptions {
  readonly log: Logger;
}

const INTERVAL_MS = 60 * 60_000;

/**
 * Archives old sagas now and once an hour.
 *
 * @returns what ends it.
 */
export function startRetention(options: RetentionOptions): () => Promise<void> {
  const stopping = new AbortController();
  const running = repeat(options, stopping.signal).catch(() => undefined);
  return async () => {
    stopping.abort();
    await running;
  };
}

async function repeat(options: RetentionOptions, signal: AbortSignal): Promise<void> {
  const { log } = options;
  while (!signal.aborted) {
    try {
      const archived = await archiveOldSagas(options);
      if (archived > 0) log.info({ archived }, 'old sagas are archived');
    } catch (error) {
      log.warn({ err: error }, 'old sagas could not all be archived; the next run goes on');
    }
    await delay(INTERVAL_MS, undefined, { signal, ref: false });
  }
}
