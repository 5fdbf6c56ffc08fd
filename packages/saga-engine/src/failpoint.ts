import type { Failpoint } from './ports.ts';

/** Kills the process without any goodbye at the named boundary: `name`, or `name#n` for the n-th time. */
export function createFailpoint(spec: string | undefined): Failpoint {
  if (spec === undefined) return () => undefined;
  const [wanted, count = '1'] = spec.split('#');
  let left = Number(count);
  return (name) => {
    if (name !== wanted || (left -= 1) > 0) return undefined;
    process.kill(process.pid, 'SIGKILL');
    // The signal may take a moment; nothing may happen in it.
    return new Promise<void>(() => undefined);
  };
}
