import { Gauge, type Registry } from 'prom-client';

/** What is told of the relay. */
export interface RelayMetrics {
  /** So many products wait to be told of. */
  readonly pending: (count: number) => void;
  /** The catalog was told, and so many products still wait. */
  readonly sent: (count: number) => void;
}

/** Tells of what the catalog is not yet told. */
export function createRelayMetrics(
  registry: Registry,
  elapsed: () => number = () => performance.now(),
): RelayMetrics {
  let waitingSince: number | undefined;
  const waiting = new Gauge({
    name: 'availability_relay_pending',
    help: 'Products whose availability this coordinator has yet to tell the catalog.',
    registers: [registry],
  });
  new Gauge({
    name: 'availability_relay_lag_seconds',
    help: 'For how long this coordinator has had something to tell the catalog and has not been able to; 0 where it has nothing.',
    registers: [registry],
    collect() {
      this.set(waitingSince === undefined ? 0 : (elapsed() - waitingSince) / 1000);
    },
  });
  const waits = (count: number): void => {
    waiting.set(count);
    if (count === 0) waitingSince = undefined;
    else waitingSince ??= elapsed();
  };
  return {
    pending: waits,
    sent: (count) => {
      waitingSince = undefined;
      waits(count);
    },
  };
}
