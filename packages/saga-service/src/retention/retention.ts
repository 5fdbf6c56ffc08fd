import { setTimeout as delay } from 'node:timers/promises';
import type { Clock, Stopwatch, Logger } from '@counterstep/service-kit';
import { DeletionGuard, type DocumentStore } from '@counterstep/document-store';
import type { SagaStore } from '@counterstep/saga-engine';
import { archiveOldSagas, type ArchiveOptions } from './archive.ts';
import { backfillArchivable } from './backfill.ts';

export interface RetentionOptions extends ArchiveOptions {
  readonly sagas: ArchiveOptions['sagas'] & Pick<SagaStore, 'list' | 'pages'>;
  readonly store: DocumentStore;
  readonly clock: Clock & Stopwatch;
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** Called with whether the clock is trusted to archive sagas, after every reading. */
  readonly onVerdict?: (isTrusted: boolean) => void;
}

const SECOND_MS = 1_000;
const HOUR_MS = 60 * 60_000;
const WEEK_MS = 7 * 24 * HOUR_MS;

/**
 * The least time between readings, the gain from which a clock has jumped, and the time for which it is then
 * distrusted, in ms.
 */
const measures = (retentionMs: number) => ({
  settleMs: Math.min(10 * 60_000, Math.max(SECOND_MS, retentionMs / 10)),
  jumpMs: Math.min(WEEK_MS, Math.max(HOUR_MS, retentionMs / 10)),
  distrustMs: Math.min(WEEK_MS, Math.max(HOUR_MS, retentionMs)),
});

/** Archives old sagas if the clock can be trusted; resolves to how many were archived. */
export type RetentionPass = () => Promise<number>;

/** Creates the passes of one process; the first one only reads the clock. */
export function createRetentionPass(options: RetentionOptions): RetentionPass {
  const { sagas, store, clock, log, onVerdict } = options;
  const newest = async () => (await sagas.list({ first: 1 }, {})).edges[0]?.node.startedAt;
  const guard = new DeletionGuard({
    ...{ store, clock, newest, purpose: 'saga-retention' },
    ...measures(options.retentionMs),
  });
  let isBackfilled = false;
  return async () => {
    if (!isBackfilled) await backfillArchivable(store, sagas, log);
    isBackfilled = true;
    const verdict = await guard.read();
    onVerdict?.(verdict.kind === 'trusted');
    if (verdict.kind === 'trusted') return archiveOldSagas({ ...options, clock: { now: () => verdict.now } });
    if (verdict.why !== 'first-reading') {
      const fields = { why: verdict.why, now: new Date(verdict.now).toISOString(), known: verdict.known };
      log.error(
        fields,
        'no saga is archived: the clock has jumped; set it right, or wait until it is trusted again',
      );
    }
    return 0;
  };
}

/**
 * Archives old sagas once an hour, beginning with the second reading of the clock.
 *
 * @returns a function that ends this.
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
  const { log, retentionMs } = options;
  const pass = createRetentionPass(options);
  for (let waitMs = measures(retentionMs).settleMs; !signal.aborted; waitMs = HOUR_MS) {
    try {
      const archived = await pass();
      if (archived > 0) log.info({ archived }, 'old sagas are archived');
    } catch (error) {
      log.warn({ err: error }, 'old sagas could not all be archived; the next run goes on');
    }
    await delay(waitMs, undefined, { signal, ref: false });
  }
}
