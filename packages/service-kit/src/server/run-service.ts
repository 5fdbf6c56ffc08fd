import { CodedError } from '@counterstep/primitives';

/** A running service. */
export interface Service {
  readonly name: string;
  /** The base URL, such as `http://127.0.0.1:8000`. */
  readonly url: string;
  /** Lets clients move to other instances while this one still serves them; absent if there are none. */
  drain?(): Promise<void>;
  /** Takes no new work, ends running work, and frees all resources. */
  stop(): Promise<void>;
}

/**
 * How long a stop may take before it is forced, in ms, so that a frozen store cannot keep the process. That is safe:
 * acknowledged work is durable, and the next start takes up the rest.
 */
const STOP_LIMIT_MS = 8_000;

/**
 * Runs a service as a process: it prints one clear line and exits with code 1 if the service cannot start, and ends
 * cleanly on SIGTERM and SIGINT, even during the start.
 */
export async function runService(start: () => Promise<Service>): Promise<void> {
  // The process must not end because it cannot write, such as to a full disk.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  let service: Service | undefined;
  const stopping = new AbortController();
  const stop = (): void => {
    if (stopping.signal.aborted) return;
    stopping.abort();
    setTimeout(() => process.exit(0), STOP_LIMIT_MS).unref();
    // A service that is to stop during its start need not wait for what it needs to start.
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
    // A failing store reports here what it has already reported to every request.
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
