import { Unauthenticated } from '@counterstep/platform';
import type { FormattedExecutionResult } from 'graphql';
import type { Reader } from './sharing.ts';

type Step = IteratorResult<FormattedExecutionResult, undefined>;
type Delivery = AsyncGenerator<FormattedExecutionResult, undefined, undefined>;

/** The longest delay that a timer takes. */
const LONGEST_MS = 2_147_483_647;

const DONE: Step = { done: true, value: undefined };

/**
 * What one client gets of a stream, until it leaves or its session ends. Written by hand: in an async generator,
 * `return()` waits for the running `next()`, and so a client that leaves would stay until the next event.
 */
export function deliver(reader: Reader, sessionMs: number | undefined): Delivery {
  let ending: (() => Step) | undefined;
  let interrupt = (): void => undefined;
  const end = (outcome: () => Step): void => {
    if (ending) return;
    ending = outcome;
    clearTimeout(expiry);
    reader.leave();
    interrupt();
  };
  const expiry = sessionTimer(sessionMs, () => {
    end(() => {
      throw new Unauthenticated('The session has expired.');
    });
  });
  const next = async (): Promise<Step> => {
    const interrupted = new Promise<void>((resolve) => (interrupt = resolve));
    const read = reader.read().then(
      (value): Step | void => {
        if (value !== undefined) return { done: false, value };
        leave();
      },
      (error: unknown) => {
        end(() => {
          throw error as Error;
        });
      },
    );
    return (await Promise.race([interrupted, read])) ?? last();
  };
  const last = (): Step => {
    const outcome = ending;
    ending = () => DONE;
    return outcome?.() ?? DONE;
  };
  const leave = (): void => {
    end(() => DONE);
  };
  return {
    next: () => (ending ? Promise.resolve().then(last) : next()),
    return: () => {
      leave();
      return Promise.resolve(DONE);
    },
    throw: (error: unknown) => {
      leave();
      return Promise.reject(error as Error);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    [Symbol.asyncDispose]: () => {
      leave();
      return Promise.resolve();
    },
  };
}

const sessionTimer = (sessionMs: number | undefined, expire: () => void): NodeJS.Timeout | undefined =>
  sessionMs === undefined ? undefined : setTimeout(expire, Math.min(sessionMs, LONGEST_MS));
