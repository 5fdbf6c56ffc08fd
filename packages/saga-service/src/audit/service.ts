import { setTimeout as delay } from 'node:timers/promises';
import type { Clock, Logger } from '@counterstep/service-kit';
import type { DocumentStore } from '@counterstep/document-store';
import type { Plans, SagaStore } from '@counterstep/saga-engine';
import type { Ask } from '../subgraph-client.ts';
import { createAuditStore } from './audit-store.ts';
import { createAudits, type Audits } from './audits.ts';
import { createLook } from './look.ts';
import { mutationsOf } from './mutations.ts';
import type { EffectCheck } from './effect-check.ts';
import { createParticipants } from './participants.ts';
import { overdueSince, runAudit } from './run-audit.ts';

export interface AuditServiceOptions {
  readonly store: DocumentStore;
  readonly sagas: SagaStore;
  readonly plans: Plans;
  /** The subgraphs that have steps of sagas. */
  readonly participants: readonly string[];
  /** The participants whose records do not show which instance of a step they belong to. */
  readonly itemless?: readonly string[];
  readonly effectChecks: (ask: Ask) => readonly EffectCheck[];
  /** Makes a client that gives up its questions once the signal is aborted. */
  readonly askUntil: (stopping: AbortSignal) => Ask;
  readonly clock: Clock;
  readonly log: Logger;
  /** The time between the two looks, in ms; at least as long as an attempt may take. */
  readonly settleMs: number;
}

/** How long a participant may take to answer the auditor, in ms; it may have to count all its data. */
export const AUDIT_TIMEOUT_MS = 60_000;

/** Creates a coordinator's audits, which read the participants as the coordinator, on nobody's behalf. */
export function createAuditService(options: AuditServiceOptions): Audits {
  const { store, sagas, plans, askUntil, clock, log, settleMs } = options;
  const stopping = new AbortController();
  const ask = askUntil(stopping.signal);
  const participants = createParticipants(ask, options.participants, options.itemless);
  const effects = options.effectChecks(ask);
  const look = createLook({
    ...{ sagas, participants, effects },
    mutationOf: mutationsOf(plans),
    overdueSince: () => overdueSince(clock),
  });
  return createAudits({
    ...{ clock, log, stopping },
    store: createAuditStore(store),
    run: (given) =>
      runAudit({
        ...{ sagas, participants, effects, look, clock },
        ...given,
        settle: () => delay(settleMs, undefined, { signal: stopping.signal }),
      }),
  });
}

/** How long to wait after a failed audit, in ms, and how often to try, so that the rest of the system can start. */
const RETRY_DELAY_MS = 30_000;
const MAX_ATTEMPTS = 10;

/**
 * Audits everything once, in the background, after `firstMs`, and again if that fails.
 *
 * @returns a function that ends the waiting.
 */
export function auditOnceStarted(audits: Audits, firstMs: number): () => void {
  const stopping = new AbortController();
  const wait = (ms: number) => delay(ms, undefined, { signal: stopping.signal, ref: false });
  const tryAll = async (): Promise<void> => {
    await wait(firstMs);
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      const { id } = await audits.start();
      const ended = await endOf(audits, id, wait);
      if (ended?.state !== 'FAILED') return;
      await wait(RETRY_DELAY_MS);
    }
  };
  // The wait rejects when the coordinator stops; each audit logs its own findings and failures.
  tryAll().catch(() => undefined);
  return () => {
    stopping.abort();
  };
}

async function endOf(audits: Audits, id: string, wait: (ms: number) => Promise<unknown>) {
  for (;;) {
    const audit = await audits.get(id);
    if (audit?.state !== 'QUEUED' && audit?.state !== 'RUNNING') return audit;
    await wait(1_000);
  }
}
