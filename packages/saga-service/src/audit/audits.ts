import { instant, newId, type Clock, type Logger } from '@counterstep/service-kit';
import type { AuditDocument, AuditStore } from './audit-store.ts';
import type { Finding } from './finding.ts';
import { nothingExamined, type AuditResult, type AuditRun, type Examined } from './run-audit.ts';

/** Runs audits on this coordinator, one after the other. */
export interface Audits {
  /** Queues an audit, or joins a queued one with the same `since`. */
  start(since?: string): Promise<AuditDocument>;
  /** The audit with the id, or the latest one, of any coordinator. */
  get(id?: string): Promise<AuditDocument | undefined>;
  /** Aborts the audits, and resolves once none runs. */
  stop(): Promise<void>;
}

export interface AuditsOptions {
  readonly store: AuditStore;
  readonly clock: Clock;
  readonly log: Logger;
  /** Aborted by `stop`. */
  readonly stopping: AbortController;
  /** Does the audit; rejects if it cannot be done, or once it is stopped. */
  readonly run: (given: Pick<AuditRun, 'since' | 'progress'>) => Promise<AuditResult>;
}

/** The least time between two signs of life, in ms; they come as pages are read, or after a settle time. */
const ALIVE_MS = 1_000;

/** The time without a sign of life after which the audit's coordinator counts as gone, in ms. */
const GONE_MS = 120_000;

const GONE = 'The coordinator that did it was stopped.';

export const createAudits = (options: AuditsOptions): Audits => new AuditQueue(options);

class AuditQueue implements Audits {
  readonly #options: AuditsOptions;
  #queued: AuditDocument | undefined;
  #last: Promise<void> = Promise.resolve();

  constructor(options: AuditsOptions) {
    this.#options = options;
  }

  async start(since?: string): Promise<AuditDocument> {
    const { store, clock } = this.#options;
    if (this.#queued !== undefined && this.#queued.since === since) return this.#queued;
    const now = instant(clock);
    const audit = await store.insert({
      ...{ id: newId(), state: 'QUEUED', requestedAt: now, aliveAt: now, examined: nothingExamined },
      ...{ findings: [], notes: [], truncated: false },
      ...(since !== undefined && { since }),
    });
    this.#queued = audit;
    this.#last = this.#last.then(() => this.#perform(audit));
    return audit;
  }

  async get(id?: string): Promise<AuditDocument | undefined> {
    const { store, clock } = this.#options;
    const audit = await (id === undefined ? store.latest() : store.get(id));
    const gone = audit?.state === 'RUNNING' && clock.now() - Date.parse(audit.aliveAt) > GONE_MS;
    return gone ? { ...audit, state: 'FAILED', failure: GONE } : audit;
  }

  async stop(): Promise<void> {
    this.#options.stopping.abort();
    await this.#last;
  }

  async #perform(queued: AuditDocument): Promise<void> {
    const { clock, log } = this.#options;
    if (this.#queued === queued) this.#queued = undefined;
    try {
      await this.#record(queued);
    } catch (error) {
      // The store does not answer, so only the log can tell.
      log.warn({ err: error, auditId: queued.id, at: instant(clock) }, 'an audit could not be recorded');
    }
  }

  async #record(queued: AuditDocument): Promise<void> {
    const { store, clock, run, stopping } = this.#options;
    const now = (): string => instant(clock);
    let audit = await store.save({ ...queued, state: 'RUNNING', startedAt: now(), aliveAt: now() });
    const progress = async (examined: Examined): Promise<void> => {
      stopping.signal.throwIfAborted();
      if (clock.now() - Date.parse(audit.aliveAt) >= ALIVE_MS)
        audit = await store.save({ ...audit, examined, aliveAt: now() });
      else audit = { ...audit, examined };
    };
    try {
      const result = await run({ since: queued.since, progress });
      audit = await store.save({ ...audit, ...result, state: 'DONE', finishedAt: now() });
    } catch (error) {
      const failure = stopping.signal.aborted ? GONE : error instanceof Error ? error.message : String(error);
      audit = await store.save({ ...audit, state: 'FAILED', failure, finishedAt: now() });
    }
    this.#tell(audit);
  }

  #tell({ id: auditId, state, findings, notes, examined, failure }: AuditDocument): void {
    const { log } = this.#options;
    for (const finding of findings.slice(0, LOGGED)) log.warn({ auditId, ...finding }, wordsOf(finding));
    if (state === 'FAILED') log.warn({ auditId, failure }, 'the audit could not be done');
    else log.info({ auditId, findings: findings.length, notes: notes.length, ...examined }, 'audited');
  }
}

/** How many findings of one audit are logged; its report has all of them. */
const LOGGED = 100;

const wordsOf = ({ code, message }: Finding): string => `audit: ${code}: ${message}`;
