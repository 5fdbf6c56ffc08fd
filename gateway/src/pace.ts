/** How many operations may work at a time so that the event loop still comes round in good time. */
export interface Pace {
  readonly limit: number;
  /** Something works from now on; returns what says that it works no more. */
  begin(): () => void;
  /** More would work if they might. */
  raise(): void;
}

/** How often the event loop is looked at. */
const LOOK_MS = 50;
/** What the loop may be late by; an operation takes it a few rounds. */
const LATE_MS = 40;
/** How many more may work after a look at a loop that was in time. */
const STEP = 8;
/** What is never too much. */
const LEAST = 16;
const FIRST = 64;

/**
 * Additive increase, multiplicative decrease. When the loop is late it has more to do than it can: fewer at a time get as
 * much done, and each of them sooner.
 */
export function createPace(most: number): Pace {
  const least = Math.min(LEAST, most);
  let limit = Math.min(FIRST, most);
  let working = 0;
  let wanted = false;
  let looking: NodeJS.Timeout | undefined;
  let last = 0;
  const look = (): void => {
    const now = performance.now();
    const late = now - last - LOOK_MS;
    last = now;
    if (late > LATE_MS) limit = Math.max(least, Math.floor(limit / 2));
    else if (wanted) limit = Math.min(most, limit + STEP);
    wanted = false;
    if (working > 0) return;
    clearInterval(looking);
    looking = undefined;
  };
  return {
    get limit() {
      return limit;
    },
    begin: () => {
      working += 1;
      if (looking === undefined) {
        last = performance.now();
        looking = setInterval(look, LOOK_MS).unref();
      }
      return () => {
        working -= 1;
      };
    },
    raise: () => {
      wanted = true;
    },
  };
}
