import { Gauge, type Registry } from 'prom-client';

/** Records what the relay does. */
export interface RelayMetrics {
  /** Records how many products wait to be sent. */
  readonly pending: (count: number) => void;
  /** Records that a batch was sent, and how many products still wait. */
  readonly sent: (count: number) => void;
}

/** Registers the metrics of products that the catalog does not know about yet. */
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
