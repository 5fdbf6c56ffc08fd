import type { Failpoint } from './ports.ts';

/**
 * Makes a failpoint that kills the process at once at a named boundary: `name`, or `name#n` for its n-th time; without
 * a spec it does nothing.
 */
export function createFailpoint(spec: string | undefined): Failpoint {
  if (spec === undefined) return () => undefined;
  const [wanted, count = '1'] = spec.split('#');
  let left = Number(count);
  return (name) => {
    if (name !== wanted || (left -= 1) > 0) return undefined;
    process.kill(process.pid, 'SIGKILL');
    // The signal may take a moment, in which nothing may happen.
    return new Promise<void>(() => undefined);
  };
}
