import { systemClock, type Clock, type Stopwatch } from '@counterstep/primitives';

/** A clock, and a stopwatch with timers that follow it; injected so that tests control them. */
export interface EngineClock extends Clock, Stopwatch {
  /** Runs the callback once after `ms` milliseconds, unless the returned function is called before. */
  after(ms: number, run: () => void): () => void;
}

/** The longest delay of a Node timer, in ms; a longer one would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

export const systemEngineClock: EngineClock = {
  ...systemClock,
  after: (ms, run) => {
    const timer = setTimeout(run, Math.min(ms, MAX_TIMER_MS));
    return () => {
      clearTimeout(timer);
    };
  },
};

/** Resolves after `ms` milliseconds, or as soon as the signal is aborted. */
export const sleep = (clock: EngineClock, ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const done = (): void => {
      cancel();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const cancel = clock.after(ms, done);
    signal.addEventListener('abort', done, { once: true });
  });

/**
 * A controller that is also aborted with the signal; `unlink` detaches it from the signal, which may live much longer.
 */
export const linkedTo = (signal: AbortSignal): { controller: AbortController; unlink: () => void } => {
  const controller = new AbortController();
  const abort = (): void => {
    controller.abort();
  };
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  return {
    controller,
    unlink: () => {
      signal.removeEventListener('abort', abort);
    },
  };
};
