import { setTimeout as delay } from 'node:timers/promises';
import { Unanswered, type Client } from './load/client.ts';
import type { Load } from './load/load.ts';

const QUIESCENCE_LIMIT_MS = 120_000;
const PAUSE_MS = 200;

const ACTIVE = `{ sagas(first: 1, filter: { status: [RUNNING, COMPENSATING, STUCK] }) { totalCount } }`;

/** How the system came to rest. */
export interface Quiescence {
  /**
   * How long it took from the end of the last fault, when no more customers came, until nothing was left to do, in ms.
   */
  readonly afterMs: number;
  readonly findings: readonly string[];
}

/** Repeats a request until it is answered or the limit is over. */
async function untilAnswered<Result>(ask: () => Promise<Result>, limitMs: number): Promise<Result> {
  const until = performance.now() + limitMs;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof Unanswered) || performance.now() > until) throw error;
      await delay(PAUSE_MS);
    }
  }
}

/** How many sagas have not ended. */
export const activeSagas = async (admin: Client): Promise<number> =>
  (await admin.ask<{ sagas: { totalCount: number } }>(ACTIVE)).sagas.totalCount;

/** When the faults ended, as of `performance.now()`, and how many sagas were active before they began. */
export interface EndOfFaults {
  readonly faultsEndedAt: number;
  readonly activeBefore: number;
}

/**
 * Waits, two minutes at most, until every customer has left content and no saga is active that was not active before.
 */
export async function awaitQuiescence(
  admin: Client,
  load: Load,
  { faultsEndedAt, activeBefore }: EndOfFaults,
): Promise<Quiescence> {
  const until = performance.now() + QUIESCENCE_LIMIT_MS;
  for (;;) {
    const visiting = load.visiting;
    const active = await untilAnswered(() => activeSagas(admin), QUIESCENCE_LIMIT_MS).catch(() => undefined);
    const isQuiet = active !== undefined && active <= activeBefore;
    const afterMs = performance.now() - faultsEndedAt;
    if (visiting === 0 && isQuiet) return { afterMs, findings: [] };
    if (performance.now() > until) {
      const findings = [
        ...(visiting === 0
          ? []
          : [`${visiting} customers still wait for an answer, or for the end of an order`]),
        ...(isQuiet ? [] : [`${active ?? 'nobody can tell how many'} sagas are still active`]),
      ];
      await load.sendAway();
      return { afterMs, findings };
    }
    await delay(PAUSE_MS);
  }
}

interface Audit {
  readonly state: string;
  readonly failure: string | null;
  readonly examined: { readonly sagas: number; readonly stepRecords: number };
  readonly findings: readonly {
    readonly code: string;
    readonly message: string;
    readonly sagaId: string | null;
    readonly orderId: string | null;
  }[];
}

export interface AuditResult {
  readonly sagas: number;
  readonly stepRecords: number;
  readonly findings: readonly string[];
}

const START = 'mutation { startAudit(input: {}) { audit { id } } }';
const AUDIT = `query ($id: ID) { audit(id: $id) { state failure examined { sagas stepRecords }
  findings { code message sagaId orderId } } }`;
const AUDIT_LIMIT_MS = 600_000;
const ENDED: readonly string[] = ['DONE', 'FAILED'];

/** Makes the system audit itself. */
export async function auditSystem(admin: Client): Promise<AuditResult> {
  const { startAudit } = await untilAnswered(
    () => admin.ask<{ startAudit: { audit: { id: string } } }>(START),
    QUIESCENCE_LIMIT_MS,
  );
  const until = performance.now() + AUDIT_LIMIT_MS;
  for (;;) {
    const { audit } = await untilAnswered(
      () => admin.ask<{ audit: Audit | null }>(AUDIT, { id: startAudit.audit.id }),
      QUIESCENCE_LIMIT_MS,
    );
    if (audit === null || (!ENDED.includes(audit.state) && performance.now() > until))
      return { sagas: 0, stepRecords: 0, findings: ['the audit did not end'] };
    if (audit.state === 'FAILED')
      return { ...audit.examined, findings: [`the audit failed: ${audit.failure ?? 'it does not say why'}`] };
    if (audit.state === 'DONE') {
      const findings = audit.findings.map(
        ({ code, message, sagaId, orderId }) =>
          `audit: ${code}: ${message} (order ${orderId ?? '-'}, saga ${sagaId ?? '-'})`,
      );
      return { ...audit.examined, findings };
    }
    await delay(PAUSE_MS);
  }
}
