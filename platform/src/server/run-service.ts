import { CodedError } from '../errors.ts';

/** A running service. */
export interface Service {
  readonly name: string;
  /** The base URL, such as `http://127.0.0.1:8000`. */
  readonly url: string;
  /** Takes no new work, ends what runs, and frees everything. */
  stop(): Promise<void>;
}

/** After this time a stop is forced. */
const STOP_LIMIT_MS = 9_000;

/**
 * Runs a service as a process: one clear line and exit code 1 when it cannot start, a clean end on SIGTERM and SIGINT,
 * also while it starts.
 */
export async function runService(start: () => Promise<Service>): Promise<void> {
  const starting = (async () => start())();
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref();
    // A failed start is reported below.
    starting.then(stopService, () => undefined);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  try {
    await starting;
  } catch (error) {
    process.stderr.write(`${startFailure(error)}\n`);
    process.exit(1);
  }
}

async function stopService(service: Service): Promise<void> {
  try {
    await service.stop();
    process.exit(0);
  } catch (error) {
    process.stderr.write(`Stopping failed: ${String(error)}\n`);
    process.exit(1);
  }
}

function startFailure(error: unknown): string {
  if (error instanceof CodedError) return error.message;
  const { code, port, address } = error as NodeJS.ErrnoException & { port?: number; address?: string };
  if (code === 'EADDRINUSE') return `Port ${port} of ${address} is in use. Choose another one with PORT.`;
  if (code === 'EACCES' && port !== undefined)
    return `Port ${port} may not be used. Choose another one with PORT.`;
  return `Cannot start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
