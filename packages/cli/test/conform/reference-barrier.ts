import { setTimeout as delay } from 'node:timers/promises';
import { GraphQLError } from 'graphql';
import { fingerprint, withoutNulls } from '@counterstep/service-kit';

/** The rule of the protocol that a participant breaks, such as `P14`; undefined for none. */
export type Fault = string | undefined;

type Payload = Readonly<Record<string, unknown>>;

export interface Call {
  readonly sagaId: string;
  readonly step: string;
  readonly item?: string | null;
  readonly epoch: number;
  readonly deadline: string;
  readonly operation: 'invoke' | 'compensate';
  readonly input: Readonly<Record<string, unknown>>;
}

interface Row {
  readonly sagaId: string;
  readonly step: string;
  epoch: number;
  recordedAt: string;
  invoke?: { readonly state: string; readonly input?: string; readonly response?: Payload };
  compensate?: { readonly input: string; readonly response: Payload };
}

interface PageArgs {
  readonly keys?: readonly string[] | null;
  readonly since?: string | null;
  readonly first: number;
  readonly after?: string | null;
}

/** Makes an error with a code, as participants' answers have. */
export const coded = (code: string): GraphQLError => new GraphQLError(code, { extensions: { code } });

/** How long a step's work takes, and how long a faulty barrier waits before it locks, in ms. */
const [WORK_MS, THINK_MS] = [1, 25];

/** How to handle a call: with a mere answer, or by doing the work. */
type Verdict = { readonly response: Payload; readonly replayed: boolean } | 'perform';

/** A minimal barrier in memory, written for these tests and independent of the product's. */
export class ReferenceBarrier {
  readonly #rows = new Map<string, Row>();
  readonly #locks = new Map<string, Promise<unknown>>();
  readonly #fault: Fault;

  constructor(fault: Fault) {
    this.#fault = fault;
  }

  async run(call: Call, work: () => Payload): Promise<Payload> {
    const key = this.#keyOf(call);
    const early = this.#isFirst(call) ? this.#decide(call) : undefined;
    if (early) await delay(THINK_MS);
    const turn = (this.#locks.get(key) ?? Promise.resolve()).then(async () => {
      const verdict = early ?? this.#decide(call);
      if (verdict !== 'perform' && verdict.replayed) {
        const row = this.#rows.get(key);
        if (row && this.#fault !== 'P23') row.epoch = Math.max(row.epoch, call.epoch);
        return verdict.response;
      }
      await delay(WORK_MS);
      const response = verdict === 'perform' ? work() : verdict.response;
      this.#record(call, response);
      return response;
    });
    this.#locks.set(
      key,
      turn.catch(() => undefined),
    );
    return turn;
  }

  page({ keys, since, first, after }: PageArgs) {
    const all = [...this.#rows].filter(
      ([key, { recordedAt }]) =>
        (keys == null || keys.includes(key)) &&
        (since == null || this.#fault === 'P28' || recordedAt >= since),
    );
    const from = after == null ? 0 : all.findIndex(([key]) => key === after) + 1;
    const page = all.slice(from, from + first);
    const nodes = page.map(([, { invoke, compensate, ...row }]) => ({
      ...row,
      invoke: invoke?.state,
      compensated: compensate !== undefined,
    }));
    return { nodes, pageInfo: { hasNextPage: all.length > from + first, endCursor: page.at(-1)?.[0] } };
  }

  forget(keys: readonly string[]): number {
    const removed = keys.filter((key) => this.#rows.delete(key));
    return this.#fault === 'P29' ? keys.length : removed.length;
  }

  restart(): void {
    if (this.#fault !== 'P30') return;
    for (const [key, { invoke }] of this.#rows) if (invoke?.state === 'CANCELLED') this.#rows.delete(key);
  }

  size(): number {
    return this.#rows.size;
  }

  /** Whether the faulty barrier decides before it locks. */
  #isFirst({ operation }: Call): boolean {
    return (
      (this.#fault === 'P25' && operation === 'invoke') ||
      (this.#fault === 'P26' && operation === 'compensate')
    );
  }

  #keyOf({ sagaId, step, item }: Call): string {
    const known = [...this.#rows].find(([, row]) => row.sagaId === sagaId)?.[0];
    return this.#fault === 'P17' && known !== undefined && item == null
      ? known
      : item == null || this.#fault === 'P31'
        ? `${sagaId}:${step}`
        : `${sagaId}:${step}:${item}`;
  }

  #inputOf({ input }: Call): string {
    return fingerprint(this.#fault === 'P15' ? input : withoutNulls(input));
  }

  #decide(call: Call): Verdict {
    const row = this.#rows.get(this.#keyOf(call));
    const isLate = Date.now() > Date.parse(call.deadline);
    const isOther = row?.invoke?.input !== undefined && row.invoke.input !== this.#inputOf(call);
    if (this.#fault === 'P24' && call.operation === 'invoke' && isOther)
      throw coded('KEY_PARAMETER_MISMATCH');
    const isUnchecked = this.#fault === 'P22' && call.operation === 'compensate';
    if (row && call.epoch < row.epoch && !isUnchecked) throw coded('STALE_EPOCH');
    const verdict =
      call.operation === 'invoke'
        ? this.#decideInvoke(call, row, isLate)
        : this.#decideCompensate(call, row, isLate);
    const acts = verdict === 'perform' || !verdict.replayed || this.#fault === 'P13';
    if (isLate && acts && this.#fault !== 'P12') throw coded('DEADLINE_EXCEEDED');
    return verdict;
  }

  #decideInvoke(call: Call, row: Row | undefined, isLate: boolean): Verdict {
    const invoke = row?.invoke;
    if (row === undefined || invoke === undefined) return 'perform';
    const isHigher = call.epoch > row.epoch;
    if (invoke.state === 'CANCELLED') {
      if (this.#fault === 'P19' && isHigher) return 'perform';
      throw coded('STEP_CANCELLED');
    }
    const isIgnored = this.#fault === 'P16' && !isLate && row.compensate === undefined;
    if (invoke.input !== this.#inputOf(call) && !isIgnored) throw coded('KEY_PARAMETER_MISMATCH');
    if (row.compensate && (this.#fault !== 'P20' || invoke.state === 'INTENDED'))
      throw coded('STEP_CANCELLED');
    if (this.#fault === 'P14' && isHigher && !isLate) return 'perform';
    return invoke.response ? { response: invoke.response, replayed: true } : 'perform';
  }

  #decideCompensate(call: Call, row: Row | undefined, isLate: boolean): Verdict {
    const { invoke, compensate } = row ?? {};
    if (row && compensate) {
      if (compensate.input !== this.#inputOf(call)) throw coded('KEY_PARAMETER_MISMATCH');
      const isForgotten = this.#fault === 'P18' && call.epoch > row.epoch && !isLate;
      return { response: isForgotten ? { undone: false } : compensate.response, replayed: true };
    }
    const isNothing = invoke === undefined || (invoke.state === 'REJECTED' && this.#fault !== 'P21');
    return isNothing ? { response: { undone: false }, replayed: false } : 'perform';
  }

  #record(call: Call, response: Payload): void {
    const { sagaId, step, epoch, operation } = call;
    const now = new Date().toISOString();
    const key = this.#keyOf(call);
    const row = this.#rows.get(key) ?? { sagaId, step, epoch, recordedAt: now };
    row.epoch = epoch;
    if (this.#fault === 'P27') row.recordedAt = now;
    const input = this.#inputOf(call);
    if (operation === 'invoke' && response['waiting'] != null && this.#fault !== 'P32')
      row.invoke = { state: 'INTENDED', input };
    else if (operation === 'invoke')
      row.invoke = { state: response['rejection'] ? 'REJECTED' : 'DONE', input, response };
    else {
      const isNothing = response['undone'] === false && row.invoke?.state !== 'REJECTED';
      if (row.invoke === undefined || isNothing) row.invoke = { state: 'CANCELLED' };
      row.compensate = { input, response };
    }
    this.#rows.set(key, row);
  }
}
