import { parentPort, workerData } from 'node:worker_threads';
import { createCoordinatorService } from '@counterstep/coordinator';
import { CodedError, openLog } from '@counterstep/service-kit';
import { STOP, type StartReport, type ThreadTask } from './messages.ts';

const report = (start: StartReport): void => {
  parentPort?.postMessage(start);
};

try {
  const { coordinator, ...config } = workerData as ThreadTask;
  const log = openLog(undefined, config);
  const service = await createCoordinatorService(coordinator, { log });
  parentPort?.on('message', (message) => {
    if (message !== STOP) return;
    // It ends the thread, not the process.
    void service
      .stop()
      .catch((error: unknown) => {
        log.warn({ err: error }, 'the stop is not clean');
      })
      .finally(() => process.exit());
  });
  report({ url: service.url });
} catch (error) {
  // Errors lose their class between threads, so the code is sent separately.
  if (error instanceof CodedError) report({ failure: error.message, code: error.code });
  else report({ failure: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}
