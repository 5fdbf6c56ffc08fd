import type { Logger } from '@counterstep/service-kit';
import type { SkewListener } from '@counterstep/saga-engine';

/**
 * Creates a listener that logs, once each, when a subgraph's clock is off by more than the tolerance and when it is
 * right again.
 */
export function createSkewLog(log: Pick<Logger, 'warn' | 'info'>, toleranceMs: number): SkewListener {
  const off = new Set<string>();
  return (subgraph, skewMs) => {
    const isOff = Math.abs(skewMs) > toleranceMs;
    if (isOff === off.has(subgraph)) return;
    const fields = { subgraph, skewMs, toleranceMs };
    if (isOff) {
      off.add(subgraph);
      log.warn(fields, 'the clock of a subgraph is not that of the coordinator');
    } else {
      off.delete(subgraph);
      log.info(fields, 'the clock of a subgraph is that of the coordinator again');
    }
  };
}
