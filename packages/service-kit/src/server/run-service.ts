import { CodedError } from '@counterstep/primitives';

/** A running service. */
export interface Service {
  readonly name: string;
  /** The base URL, such as `http://127.0.0.1:8000`. */
  readonly url: string;
  /** Lets clients go to others while it still serves them; where there are no others, there is nothing to do. */
  drain?(): Promise<void>;
  /** Takes no new work, ends what runs, and frees everything. */
  stop(): Promise<void>;
}

/**
 * After this time a stop is forced, and a stop all the same: what was acknowledged is durable, and what was not is
 * taken up by the next start. A frozen store must not keep a process.
 */
const STOP_LIMIT_MS = 8_000;

/**
 * Runs a service as a process: one clear line and exit code 1 when it cannot start, a clean end on SIGTERM and SIGINT,
 * also while it starts.
 */
export async function runService(start: () => Promise<Service>): Promise<void> {
  // What cannot be said, such as on a full disk, is no reason to end.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  let service: Service | undefined;
  const stopping = new AbortController();
  const stop = (): void => {
    if (stopping.signal.aborted) return;
    stopping.abort();
    setTimeout(() => process.exit(0), STOP_LIMIT_MS).unref();
    // Whoever is asked to stop while it starts need not be able to start, nor wait for what it waits for.
    if (service === undefined) process.exit(0);
    void stopService(service);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  try {
    service = await start();
  } catch (error) {
    if (stopping.signal.aborted) process.exit(0);
    process.stderr.write(`${startFailure(error)}\n`);
    process.exit(1);
  }
}

async function stopService(service: Service): Promise<void> {
  try {
    await service.drain?.();
    await service.stop();
  } catch (error) {
    // A store that fails says here what it has said to every request before.
    if (!(error instanceof CodedError)) {
      process.stderr.write(`Stopping failed: ${String(error)}\n`);
      process.exit(1);
    }
  }
  process.exit(0);
}

function startFailure(error: unknown): string {
  if (error instanceof CodedError) return error.message;
  return `Cannot start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
