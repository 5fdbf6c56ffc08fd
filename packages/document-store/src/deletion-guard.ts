import type { Clock, Stopwatch } from '@counterstep/primitives';
import { WriteRejected } from './errors.ts';
import type { Collection, Document, DocumentStore } from './port.ts';

/** The store's record of the clock that a kind of deletion relies on. */
interface Witness extends Document {
  /** The latest reading, ISO 8601. */
  readonly seenAt: string;
  /** When deletion may begin again, ISO 8601. */
  readonly distrustedUntil?: string;
}

/** Why nothing may be deleted now; the first reading of a process only notes the time. */
export type Distrust = 'first-reading' | 'jumped-forward' | 'jumped-back' | 'distrusted';

export type Verdict =
  | { readonly kind: 'trusted'; readonly now: number }
  | { readonly kind: 'refused'; readonly why: Distrust; readonly now: number; readonly known?: string };

export interface DeletionGuardOptions {
  readonly store: DocumentStore;
  readonly clock: Clock & Stopwatch;
  /** What is deleted; each purpose has its own evidence. */
  readonly purpose: string;
  /** Reads the newest instant in the store's documents, ISO 8601; undefined if there are none. */
  readonly newest: () => Promise<string | undefined>;
  /** How far the clock must be ahead of every instant in the store to count as having jumped, in ms. */
  readonly jumpMs: number;
  /** The least time between two readings, by a stopwatch, in ms. */
  readonly settleMs: number;
  /** How long nothing is deleted after a jump, in ms. */
  readonly distrustMs: number;
}

/**
 * How far the clock may be behind an earlier reading or lose against a stopwatch, in ms, as the clocks of instances
 * differ.
 */
const TOLERANCE_MS = 60_000;

const instantOf = (ms: number): string => new Date(ms).toISOString();

/** Decides whether the clock can be trusted to delete documents by their age; a single reading never can. */
export class DeletionGuard {
  readonly #options: DeletionGuardOptions;
  readonly #witnesses: Collection<Witness>;
  /** The first reading of this process, or the first one after a jump of the clock. */
  #first: { readonly now: number; readonly monotonic: number } | undefined;

  constructor(options: DeletionGuardOptions) {
    this.#options = options;
    this.#witnesses = options.store.collection<Witness>({ name: 'clock_witnesses' });
  }

  /** Reads the clock; returns whether old documents may be deleted, and the present instant. */
  async read(): Promise<Verdict> {
    const { clock, purpose, newest, settleMs, distrustMs } = this.#options;
    const [witness, newestKnown] = await Promise.all([this.#witnesses.get(purpose), newest()]);
    const reading = { now: clock.now(), monotonic: clock.monotonic() };
    const { now } = reading;
    const known = [witness?.seenAt, newestKnown]
      .filter((at) => at !== undefined)
      .sort()
      .at(-1);
    const refused = (why: Distrust): Verdict => ({ kind: 'refused', why, now, ...(known && { known }) });
    const jump = this.#jumpOf(reading, witness, known);
    if (jump !== undefined) {
      this.#first = reading;
      await this.#note(witness, now, now + distrustMs);
      return refused(jump);
    }
    this.#first ??= reading;
    // An instant further away was written by a clock that was ahead.
    const until = Math.min(Date.parse(witness?.distrustedUntil ?? instantOf(0)), now + distrustMs);
    await this.#note(witness, now, until);
    if (now < until) return refused('distrusted');
    const isSettled = reading.monotonic - this.#first.monotonic >= settleMs;
    return isSettled ? { kind: 'trusted', now } : refused('first-reading');
  }

  #jumpOf(
    { now, monotonic }: { readonly now: number; readonly monotonic: number },
    witness: Witness | undefined,
    known: string | undefined,
  ): Distrust | undefined {
    const { jumpMs } = this.#options;
    if (known !== undefined && now - Date.parse(known) > jumpMs) return 'jumped-forward';
    if (witness !== undefined && now < Date.parse(witness.seenAt) - TOLERANCE_MS) return 'jumped-back';
    if (this.#first === undefined) return undefined;
    const gained = now - this.#first.now - (monotonic - this.#first.monotonic);
    if (gained > jumpMs) return 'jumped-forward';
    return gained < -TOLERANCE_MS ? 'jumped-back' : undefined;
  }

  async #note(witness: Witness | undefined, now: number, until: number): Promise<void> {
    const { store, purpose } = this.#options;
    const draft = {
      ...{ id: purpose, seenAt: instantOf(now) },
      ...(now < until ? { distrustedUntil: instantOf(until) } : {}),
    };
    const write =
      witness === undefined ? this.#witnesses.insert(draft) : this.#witnesses.replace(draft, witness.version);
    await store.commit([write]).catch((error: unknown) => {
      // Another instance has just noted the time.
      if (!(error instanceof WriteRejected)) throw error;
    });
  }
}
