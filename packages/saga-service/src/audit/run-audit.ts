import { instant, type Clock } from '@counterstep/service-kit';
import type { SagaStore } from '@counterstep/saga-engine';
import type { EffectCheck } from './effect-check.ts';
import { confirmed, distinct, findingKey, stepNotes, type Finding } from './finding.ts';
import type { Look } from './look.ts';
import type { Participants } from './participants.ts';

/** How much an audit has examined. */
export interface Examined {
  readonly sagas: number;
  readonly stepRecords: number;
  readonly effects: number;
  /** How many things checks of totals have examined, by name. */
  readonly [total: string]: number;
}

export const nothingExamined: Examined = { sagas: 0, stepRecords: 0, effects: 0 };

export interface AuditResult {
  readonly findings: readonly Finding[];
  readonly notes: readonly Finding[];
  /** Whether the first look had more findings or notes than an audit keeps. */
  readonly truncated: boolean;
}

export interface AuditRun {
  readonly sagas: Pick<SagaStore, 'list' | 'getMany' | 'ofSubjects'>;
  readonly participants: Pick<Participants, 'names' | 'stepRecords' | 'recordsOf'>;
  readonly effects: readonly EffectCheck[];
  readonly look: Look;
  /** Restricts the audit to what began at or after this instant; undefined for everything. */
  readonly since: string | undefined;
  readonly clock: Clock;
  /** Waits before the second look, at least as long as an attempt may take; rejects if the audit is to end. */
  readonly settle: () => Promise<void>;
  /** Called after every page; rejects if the audit is to end. */
  readonly progress: (examined: Examined) => Promise<void>;
}

/** The most findings, and the most notes, that an audit keeps. */
export const MAX_FINDINGS = 1000;

const PAGE = 100;

/** The first look's findings, in bounded memory; notes do not displace findings. */
class Seen {
  readonly #findings = new Map<string, Finding>();
  readonly #notes = new Map<string, Finding>();
  readonly #counts: Record<string, number> & Examined = { ...nothingExamined };
  readonly #progress: AuditRun['progress'];
  readonly #noteCodes: ReadonlySet<string>;
  truncated = false;

  constructor({ progress, effects }: Pick<AuditRun, 'progress' | 'effects'>) {
    this.#progress = progress;
    this.#noteCodes = new Set([...stepNotes, ...effects.flatMap(({ notes }) => notes)]);
  }

  get all(): readonly Finding[] {
    return [...this.#findings.values(), ...this.#notes.values()];
  }

  isNote({ code }: Finding): boolean {
    return this.#noteCodes.has(code);
  }

  async add(findings: readonly Finding[], examined: Readonly<Record<string, number>>): Promise<void> {
    for (const finding of findings) {
      const list = this.isNote(finding) ? this.#notes : this.#findings;
      if (list.size < MAX_FINDINGS) list.set(findingKey(finding), finding);
      else this.truncated = true;
    }
    for (const [what, count] of Object.entries(examined))
      this.#counts[what] = (this.#counts[what] ?? 0) + count;
    await this.#progress({ ...this.#counts });
  }
}

/**
 * Audits a live system: the first look examines everything, page by page; after a while, a second look examines what
 * seemed wrong. Only findings of both looks count, so a saga that moves in between raises no false alarm.
 */
export async function runAudit(run: AuditRun): Promise<AuditResult> {
  const seen = new Seen(run);
  await lookAtSagas(run, seen);
  for (const subgraph of run.participants.names) await lookAtRecords(run, seen, subgraph);
  if (run.since === undefined) await lookAtEffects(run, seen);
  const totals = await run.look.totals();
  await seen.add(totals.findings, totals.examined);
  const first = seen.all;
  if (first.length === 0) return { findings: [], notes: [], truncated: false };
  await run.settle();
  const second = confirmed(first, await lookAgain(run, first));
  return {
    findings: second.filter((finding) => !seen.isNote(finding)),
    notes: second.filter((finding) => seen.isNote(finding)),
    truncated: seen.truncated,
  };
}

async function lookAtSagas({ sagas, look, since }: AuditRun, seen: Seen): Promise<void> {
  const filter = since === undefined ? {} : { startedAfter: since };
  for (let after: string | undefined, more = true; more;) {
    const { nodes, pageInfo } = await sagas.list({ first: PAGE, after }, filter);
    await seen.add(await look.sagas(nodes), { sagas: nodes.length });
    after = pageInfo.endCursor ?? undefined;
    more = pageInfo.hasNextPage;
  }
}

async function lookAtRecords(
  { participants, look, since }: AuditRun,
  seen: Seen,
  subgraph: string,
): Promise<void> {
  for await (const records of participants.stepRecords(subgraph, { since }))
    await seen.add(await look.records(subgraph, records), { stepRecords: records.length });
}

async function lookAtEffects({ effects, look }: AuditRun, seen: Seen): Promise<void> {
  for (const effect of effects)
    for await (const subjects of effect.kept())
      await seen.add(await look.strays(subjects), { effects: subjects.length });
}

/** Examines again only the sagas, steps, subjects and items of the first look's findings. */
async function lookAgain(
  { sagas, participants, look }: AuditRun,
  first: readonly Finding[],
): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  const sagaIds = [...new Set(first.flatMap(({ sagaId }) => sagaId ?? []))];
  const subjects = [...new Set(first.flatMap(({ subject }) => subject ?? []))];
  for (const ids of chunks(sagaIds))
    found.push(...(await look.sagas([...(await sagas.getMany(ids)).values()])));
  for (const ids of chunks(subjects)) found.push(...(await look.strays(ids)));
  for (const subgraph of participants.names) {
    const keys = first.flatMap((one) =>
      one.subgraph === subgraph && one.sagaId !== undefined && one.step !== undefined
        ? [`${one.sagaId}:${one.step}`]
        : [],
    );
    for (const some of chunks([...new Set(keys)]))
      found.push(...(await look.records(subgraph, await participants.recordsOf(subgraph, some))));
  }
  if (first.some(({ item }) => item !== undefined)) found.push(...(await look.totals()).findings);
  return distinct(found);
}

const chunks = <T>(items: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(items.length / PAGE) }, (_, index) =>
    items.slice(index * PAGE, (index + 1) * PAGE),
  );

/** How long a saga must have been due, unclaimed, to be overdue, in ms. */
export const OVERDUE_MS = 60_000;

export const overdueSince = (clock: Clock): string => instant({ now: () => clock.now() - OVERDUE_MS });
