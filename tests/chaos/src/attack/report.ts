import type { Visit } from './visitors.ts';

/** The outcome of an attack. */
export interface AttackReport {
  readonly played: ReadonlyMap<string, number>;
  readonly visits: readonly Visit[];
  readonly memoryMiB: { readonly before: number; readonly most: number; readonly after: number };
  /** The longest time that the gateway's event loop was blocked, in ms. */
  readonly longestBlockMs: number;
  /** How the system ended during the attack; undefined where it lived. */
  readonly died: number | NodeJS.Signals | undefined;
  /** How it ended when it was stopped. */
  readonly end: number | NodeJS.Signals;
}

/** The longest that honest clients may wait at the 99th percentile, in ms. */
const LONGEST_WAIT_MS = 1_000;

/** The value below which the share of the values lies; 0 where there are none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** The violated invariants, in words; none where all held. */
export function violatedInvariants({ visits, died, end }: AttackReport): readonly string[] {
  const p99 = percentile(
    visits.map(({ ms }) => ms),
    0.99,
  );
  const failures = visits.flatMap(({ what, failure }) =>
    failure === undefined ? [] : [`${what}: ${failure}`],
  );
  return [
    ...(died === undefined ? [] : [`The system ended (${died}).`]),
    ...(end === 0 ? [] : [`The system did not stop cleanly (${end}).`]),
    ...(visits.length === 0 ? ['No honest client got anything.'] : []),
    ...(failures.length === 0
      ? []
      : [`${failures.length} requests of honest clients failed, such as ${failures[0]}`]),
    ...(p99 > LONGEST_WAIT_MS ? [`Honest clients waited ${Math.round(p99)} ms at the 99th percentile.`] : []),
  ];
}

/** The report as lines to print. */
export function inWords(report: AttackReport): string {
  const { played, visits, memoryMiB, longestBlockMs } = report;
  const line = (what: string): string => {
    const times = visits.filter((visit) => visit.what === what).map(({ ms }) => ms);
    const [p50, p99, most] = [0.5, 0.99, 1].map((share) => `${Math.round(percentile(times, share))} ms`);
    return `  ${what.padEnd(12)} ${String(times.length).padStart(6)} times, p50 ${p50}, p99 ${p99}, at most ${most}`;
  };
  const violated = violatedInvariants(report);
  return [
    'Attacks:',
    ...[...played].map(([name, count]) => `  ${String(count).padStart(6)}  ${name}`),
    'Honest clients:',
    ...[...new Set(visits.map(({ what }) => what))].map(line),
    `Memory: ${Math.round(memoryMiB.before)} MiB before, ${Math.round(memoryMiB.most)} at most, ${Math.round(memoryMiB.after)} after.`,
    `Longest block of the event loop: ${Math.round(longestBlockMs)} ms.`,
    ...(violated.length === 0
      ? ['Every invariant held.']
      : violated.map((violation) => `VIOLATED: ${violation}`)),
  ].join('\n');
}
