import type { EventEmitter } from 'node:events';

/** Counts this thread's connections to database servers. */
export interface PoolCounts {
  readonly open: number;
  /** The open connections that an operation uses now. */
  readonly inUse: number;
  /** The operations that wait for a connection. */
  readonly waiting: number;
}

const counts = { open: 0, inUse: 0, waiting: 0 };

/** The present counts of all watched clients. */
export const poolCounts = (): PoolCounts => ({ ...counts });

/** Counts a client's connections by the events of its pools. */
export function watchPools(client: EventEmitter): void {
  const count = (event: string, change: Readonly<Partial<Record<keyof PoolCounts, number>>>): void => {
    client.on(event, () => {
      for (const [name, delta] of Object.entries(change)) counts[name as keyof PoolCounts] += delta;
    });
  };
  count('connectionCreated', { open: 1 });
  count('connectionClosed', { open: -1 });
  count('connectionCheckOutStarted', { waiting: 1 });
  count('connectionCheckOutFailed', { waiting: -1 });
  count('connectionCheckedOut', { waiting: -1, inUse: 1 });
  count('connectionCheckedIn', { inUse: -1 });
}
