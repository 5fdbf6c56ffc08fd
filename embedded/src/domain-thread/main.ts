import { parentPort, workerData } from 'node:worker_threads';
import { CodedError } from '@counterstep/platform';
import { STOP, type StartReport, type ThreadTask } from './messages.ts';
import { startServices } from './start-services.ts';

const report = (start: StartReport): void => {
  parentPort?.postMessage(start);
};

try {
  const { config, names } = workerData as ThreadTask;
  const services = await startServices(config, names);
  parentPort?.on('message', (message) => {
    if (message !== STOP) return;
    // It ends the thread, not the process.
    void Promise.all(services.map((service) => service.stop())).then(() => process.exit());
  });
  report({ urls: Object.fromEntries(services.map(({ name, url }) => [name, url])) });
} catch (error) {
  // What makes an error one of ours is lost between threads.
  if (error instanceof CodedError) report({ failure: error.message, code: error.code });
  else report({ failure: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}
