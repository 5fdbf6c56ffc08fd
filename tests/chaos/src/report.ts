import type { Performed } from './faults/perform.ts';
import type { Ledger } from './load/ledger.ts';
import type { KnownOrder } from './invariants.ts';
import type { AuditResult, Quiescence } from './quiescence.ts';

/** What a run did, and its outcome. */
export interface Report {
  readonly verdict: 'kept' | 'broken';
  readonly seed: number;
  readonly store: 'embedded' | 'mongo' | 'elsewhere';
  /** How long faults were performed, in ms. */
  readonly durationMs: number;
  /** How many times a service was killed with SIGKILL. */
  readonly kills: number;
  readonly faults: Readonly<Record<string, number>>;
  /** The kinds of faults that could not be performed, and why. */
  readonly skipped: readonly string[];
  readonly orders: {
    readonly acknowledged: number;
    readonly byStatus: Readonly<Record<string, number>>;
    /** Orders that were undone before they were recorded: a saga says so, and there is no order. */
    readonly neverRecorded: number;
    readonly cancellationsAccepted: number;
    readonly cancellationsRefused: number;
    readonly followed: number;
    /** How many times a follower lost its connection and resumed after the last event. */
    readonly resumed: number;
    readonly events: number;
    /** How often each thing happened to orders after they were placed. */
    readonly later: Readonly<Record<string, number>>;
  };
  /** How many requests had to be repeated, by reason. */
  readonly repeated: Readonly<Record<string, number>>;
  readonly recovery: {
    /** From the beginning of a fault to the next order acknowledged. */
    readonly acknowledgedP50Ms: number | null;
    readonly acknowledgedMaxMs: number | null;
    /** From the end of the last fault, when no more customers came, until no saga was active and nobody waited. */
    readonly quiescentAfterMs: number;
  };
  readonly audited: { readonly sagas: number; readonly stepRecords: number };
  readonly failedStarts: number;
  readonly findings: readonly string[];
  /** The folder of data and logs, which are kept only where an invariant was violated. */
  readonly folder?: string;
}

const countBy = <Item>(items: readonly Item[], nameOf: (item: Item) => string): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const item of items) counts[nameOf(item)] = (counts[nameOf(item)] ?? 0) + 1;
  return counts;
};

/** The times from the beginning of each fault to the next acknowledgement, sorted; faults without one are left out. */
export function recoveriesMs(
  performed: readonly { readonly beganAt: number }[],
  acknowledgedAt: readonly number[],
): readonly number[] {
  return performed
    .flatMap(({ beganAt }) => {
      const next = acknowledgedAt.find((at) => at >= beganAt);
      return next === undefined ? [] : [next - beganAt];
    })
    .sort((one, other) => one - other);
}

const killsOf = ({ fault, refused }: Performed): number => {
  if (fault.kind !== 'kill' || refused !== undefined) return 0;
  return fault.againAfterMs === undefined ? 1 : 2;
};

/** What a run has left to report on. */
export interface Results {
  readonly seed: number;
  readonly store: Report['store'];
  readonly durationMs: number;
  readonly performed: readonly Performed[];
  readonly skipped: readonly string[];
  readonly ledger: Ledger;
  readonly orders: readonly KnownOrder[];
  /** Acknowledged orders that were undone before they were recorded. */
  readonly unrecorded: ReadonlyMap<string, unknown>;
  readonly quiescence: Quiescence;
  readonly audited: AuditResult;
  readonly failedStarts: number;
  readonly findings: readonly string[];
}

export function makeReport(results: Results): Report {
  const { seed, store, durationMs, performed, ledger, orders, quiescence, audited, findings } = results;
  const recoveries = recoveriesMs(performed, ledger.acknowledgedAt);
  const refused = performed.flatMap(({ fault, refused: why }) =>
    why === undefined ? [] : [`${fault.kind}: ${why}`],
  );
  return {
    verdict: findings.length === 0 ? 'kept' : 'broken',
    ...{ seed, store, durationMs, findings, failedStarts: results.failedStarts },
    kills: performed.reduce((sum, fault) => sum + killsOf(fault), 0),
    faults: countBy(
      performed.filter((fault) => fault.refused === undefined),
      ({ fault }) => fault.kind,
    ),
    skipped: [...results.skipped, ...new Set(refused)],
    orders: {
      acknowledged: ledger.orders.size,
      byStatus: countBy(orders, ({ status }) => status),
      neverRecorded: results.unrecorded.size,
      cancellationsAccepted: ledger.cancellations,
      cancellationsRefused: ledger.refusedCancellations,
      ...{ followed: ledger.followed, resumed: ledger.resumed, events: ledger.events },
      later: Object.fromEntries([...ledger.later].sort(([one], [other]) => one.localeCompare(other))),
    },
    repeated: Object.fromEntries(ledger.repeated),
    recovery: {
      acknowledgedP50Ms: recoveries[Math.ceil(recoveries.length / 2) - 1] ?? null,
      acknowledgedMaxMs: recoveries.at(-1) ?? null,
      quiescentAfterMs: quiescence.afterMs,
    },
    audited: { sagas: audited.sagas, stepRecords: audited.stepRecords },
  };
}

const MOST_FINDINGS = 50;

const counts = (record: Readonly<Record<string, number>>): string =>
  Object.entries(record)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ') || 'none';

const seconds = (ms: number | null): string => (ms === null ? '-' : `${(ms / 1000).toFixed(2)} s`);

/** A report in words. */
export function inWords(report: Report): string {
  const { seed, store, durationMs, kills, faults, skipped, orders, recovery, audited, findings } = report;
  const isElsewhere = store === 'elsewhere';
  const again = `--seed ${seed}${store === 'mongo' ? ' --mongo' : ''}`;
  const verdict =
    findings.length === 0
      ? 'Every invariant held.'
      : [
          `${findings.length} findings (${again}):`,
          ...findings.slice(0, MOST_FINDINGS).map((finding) => `  ${finding}`),
          ...(findings.length > MOST_FINDINGS ? ['  ... (all with --json)'] : []),
          ...(isElsewhere ? [] : [`Data and logs: ${report.folder ?? 'not kept'}`]),
        ].join('\n');
  return [
    ...(isElsewhere
      ? [`Seed ${seed}, ${seconds(durationMs)} of load; faults are made elsewhere.`]
      : [
          `Seed ${seed}, ${store}, ${seconds(durationMs)} of faults.`,
          `Faults     ${counts(faults)}; ${kills} times a service was killed.`,
        ]),
    ...skipped.map((what) => `Skipped    ${what}`),
    `Orders     ${orders.acknowledged} acknowledged: ${counts(orders.byStatus)}, ${orders.neverRecorded} undone before they were recorded.`,
    `           ${orders.cancellationsAccepted} cancellations accepted, ${orders.cancellationsRefused} refused.`,
    `           After that: ${counts(orders.later)}.`,
    `           ${orders.followed} followed to the end, ${orders.resumed} times resumed, ${orders.events} events.`,
    `Repeated   ${counts(report.repeated)}.`,
    `Recovery   fault to the next acknowledged order: p50 ${seconds(recovery.acknowledgedP50Ms)}, max ${seconds(recovery.acknowledgedMaxMs)};`,
    `           end of the faults to rest: ${seconds(recovery.quiescentAfterMs)}. ${report.failedStarts} starts failed and were repeated.`,
    `Audited    ${audited.sagas} sagas, ${audited.stepRecords} step records.`,
    '',
    verdict,
    '',
  ].join('\n');
}
