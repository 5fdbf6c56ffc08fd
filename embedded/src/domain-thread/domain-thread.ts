import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { CodedError } from '@counterstep/platform';
import {
  STOP,
  type DomainConfig,
  type DomainService,
  type StartReport,
  type ThreadTask,
} from './messages.ts';

const program = new URL('../../../dist/embedded-domain-thread.js', import.meta.url);

/** Domain services in a thread of their own. */
export interface DomainThread {
  /** The base URL of each, by its name. */
  readonly urls: Readonly<Record<string, string>>;
  /** Stops them all and ends the thread. */
  stop(): Promise<void>;
}

/**
 * Starts domain services in a thread of their own. Whatever ends the thread before it is stopped ends the process.
 *
 * @throws {CodedError} when a database cannot be used.
 */
export async function startDomainThread(
  names: readonly DomainService[],
  { logLevel, catalog, customers, inventory, orders, payments, shipping, notifications }: DomainConfig,
): Promise<DomainThread> {
  const config = { logLevel, catalog, customers, inventory, orders, payments, shipping, notifications };
  const workerData: ThreadTask = { names, config };
  const worker = new Worker(program, { workerData });
  const ended = once(worker, 'exit');
  let stopping = false;
  worker.once('exit', (code) => {
    if (!stopping) throw new Error(`The thread of ${names.join(', ')} has ended with code ${code}.`);
  });
  const [report] = (await once(worker, 'message')) as [StartReport];
  if ('failure' in report) {
    stopping = true;
    await worker.terminate();
    throw report.code === undefined ? new Error(report.failure) : new CodedError(report.code, report.failure);
  }
  return {
    urls: report.urls,
    stop: async () => {
      stopping = true;
      worker.postMessage(STOP);
      await ended;
    },
  };
}
