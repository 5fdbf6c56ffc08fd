/** How many operations may run at a time while the event loop stays responsive. */
export interface Pace {
  readonly limit: number;
  /** Records that an operation starts; call the returned function when it ends. */
  begin(): () => void;
  /** Records that more operations would run if the limit allowed. */
  raise(): void;
}

/** How often the event loop is measured. */
const LOOK_MS = 50;
/** How late a measurement may be, in milliseconds; an operation takes several rounds of the loop. */
const LATE_MS = 40;
/** How much the limit rises after a measurement in time. */
const STEP = 8;
/** The limit never falls below this. */
const LEAST = 16;
const FIRST = 64;

/**
 * Adapts the limit by additive increase and multiplicative decrease: when the loop is late, fewer operations at a time
 * get as much done, and each finishes sooner.
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
