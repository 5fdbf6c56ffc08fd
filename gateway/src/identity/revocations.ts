import { Unauthenticated, type Logger } from '@counterstep/service-kit';
import type { Identity } from './sessions.ts';

/** Access tokens to refuse before they expire: those of a session, or those of a viewer below a generation. */
export interface Revocation {
  readonly sessionId?: string | null | undefined;
  readonly customerId?: string | null | undefined;
  readonly generation?: number | null | undefined;
  readonly recordedAt: string;
  readonly expiresAt: string;
}

/**
 * Resolves to the revocations recorded since an instant, or to all without one; rejects if the subgraph does not
 * answer.
 */
export type AskForRevocations = (since: string | undefined) => Promise<readonly Revocation[]>;

export interface RevocationsOptions {
  readonly ask: AskForRevocations;
  /** The delay between an answer and the next request. */
  readonly intervalMs: number;
  readonly now: () => number;
  readonly log: Logger;
}

/** Knows which sessions have ended before their tokens expire. */
export interface Revocations {
  /** @throws {Unauthenticated} when the session of the identity has ended. */
  requireUnrevoked(identity: Identity): void;
  /** Calls `end` once when the session of the identity ends, unless what it returns is called before. */
  watch(identity: Identity, end: () => void): () => void;
  close(): void;
}

/** Used where no source is configured: nothing is revoked. */
export const noRevocations: Revocations = {
  requireUnrevoked: () => undefined,
  watch: () => () => undefined,
  close: () => undefined,
};

/** The most revocations remembered; the oldest, whose tokens expire first, are dropped. */
const MOST_REMEMBERED = 100_000;

/** Revocations can become visible out of order, because transactions overlap and clocks differ. */
const OVERLAP_MS = 60_000;

/** Polls for revocations. While nobody answers, tokens stay good until they expire. */
export function createRevocations(options: RevocationsOptions): Revocations {
  const { ask, intervalMs, now, log } = options;
  const known = createKnown();
  const watchers = createWatchers(known);
  let newest: number | undefined;
  let answered = true;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  const learn = (revocations: readonly Revocation[]): void => {
    known.forgetExpired(now());
    if (known.add(revocations)) watchers.endKnown();
  };
  const poll = async (): Promise<void> => {
    try {
      // If clocks were set back, new revocations carry earlier times than the newest one seen.
      const seen = newest === undefined ? undefined : Math.min(newest, now()) - OVERLAP_MS;
      const since = seen === undefined ? undefined : new Date(seen).toISOString();
      const revocations = await ask(since);
      for (const { recordedAt } of revocations) newest = Math.max(newest ?? 0, Date.parse(recordedAt));
      learn(revocations);
      if (!answered) log.info('revocations are known again');
      answered = true;
    } catch (error) {
      if (answered) log.warn({ err: error }, 'revocations are not known; tokens are good until they expire');
      answered = false;
    }
    if (!closed) timer = setTimeout(() => void poll(), intervalMs).unref();
  };
  void poll();
  return {
    requireUnrevoked: (identity) => {
      if (known.has(identity)) throw new Unauthenticated('The session has ended.');
    },
    watch: watchers.watch,
    close: () => {
      closed = true;
      clearTimeout(timer);
      watchers.clear();
    },
  };
}

interface Watcher {
  readonly identity: Identity;
  readonly end: () => void;
}

function createWatchers(known: Pick<ReturnType<typeof createKnown>, 'has'>) {
  const watchers = new Set<Watcher>();
  const endKnown = (): void => {
    for (const watcher of [...watchers]) {
      if (!known.has(watcher.identity)) continue;
      watchers.delete(watcher);
      watcher.end();
    }
  };
  return {
    endKnown,
    watch: (identity: Identity, end: () => void): (() => void) => {
      const watcher = { identity, end };
      if (identity.viewer !== undefined) watchers.add(watcher);
      // The session may have been revoked since the identity was checked. The microtask lets the caller use the
      // returned function first.
      if (known.has(identity)) queueMicrotask(endKnown);
      return () => void watchers.delete(watcher);
    },
    clear: () => {
      watchers.clear();
    },
  };
}

function createKnown() {
  const known = new Map<string, { readonly below: number; readonly expiresAtMs: number }>();
  const covers = (key: string, generation: number): boolean => (known.get(key)?.below ?? 0) > generation;
  const addOne = ({ sessionId, customerId, generation, expiresAt }: Revocation): boolean => {
    const key = sessionId == null ? `viewer ${customerId ?? ''}` : `session ${sessionId}`;
    const below = sessionId == null ? (generation ?? 0) : Infinity;
    if (covers(key, below - 1) || known.get(key)?.below === Infinity) return false;
    known.delete(key);
    known.set(key, { below, expiresAtMs: Date.parse(expiresAt) });
    return true;
  };
  return {
    has: ({ viewer, generation = 0 }: Identity): boolean =>
      viewer !== undefined &&
      (covers(`viewer ${viewer.id}`, generation) || covers(`session ${viewer.sessionId ?? ''}`, generation)),

    /** Whether any of them was new. */
    add: (revocations: readonly Revocation[]): boolean => {
      const added = revocations.filter(addOne).length > 0;
      for (const key of known.keys()) {
        if (known.size <= MOST_REMEMBERED) break;
        known.delete(key);
      }
      return added;
    },

    forgetExpired: (nowMs: number): void => {
      for (const [key, { expiresAtMs }] of known) if (expiresAtMs <= nowMs) known.delete(key);
    },
  };
}
