import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { CodedError } from '@counterstep/service-kit';
import type { Service } from '@counterstep/service-kit/server';
import { STOP, type StartReport, type ThreadTask } from './messages.ts';

const program = new URL('../../../dist/all-in-one-coordinator-thread.js', import.meta.url);

/**
 * Starts the coordinator in its own thread. If the thread ends before it is stopped, the process ends as well.
 *
 * @throws {CodedError} when its database cannot be used.
 */
export async function startCoordinatorThread(task: ThreadTask): Promise<Service> {
  const worker = new Worker(program, { workerData: task });
  const ended = once(worker, 'exit');
  let stopping = false;
  worker.once('exit', (code) => {
    if (!stopping) throw new Error(`The thread of the coordinator has ended with code ${code}.`);
  });
  const [report] = (await once(worker, 'message')) as [StartReport];
  if ('failure' in report) {
    stopping = true;
    await worker.terminate();
    throw report.code === undefined ? new Error(report.failure) : new CodedError(report.code, report.failure);
  }
  return {
    name: 'coordinator',
    url: report.url,
    stop: async () => {
      stopping = true;
      worker.postMessage(STOP);
      await ended;
    },
  };
}
