import type { FastifyReply } from 'fastify';
import { positionOf } from '../subscriptions/sharing.ts';
import type { StreamFormat } from './formats.ts';
import { openOutlet, type OutletLimits } from './outlet.ts';
import type { Results } from './results.ts';

/** Ends one answer early, so that its client connects again. */
export type Interrupt = () => void;

/** Writes the results of one operation as one answer. Resolves once the client has received all, or has left. */
export async function streamResults(
  reply: FastifyReply,
  results: Results,
  format: StreamFormat,
  limits: OutletLimits,
  running: Set<Interrupt>,
): Promise<void> {
  const beat = { text: format.heartbeat, everyMs: format.heartbeatMs };
  const outlet = openOutlet(reply, format.contentType, beat, limits);
  const leave = (): void => void results.return(undefined);
  const interrupt: Interrupt = () => {
    outlet.end(format.interruption);
    leave();
  };
  running.add(interrupt);
  void outlet.closed.then(leave);
  await outlet.write(format.opening);
  while (outlet.open) {
    const step = await results.next();
    if (step.done === true) break;
    await outlet.write(format.result(step.value, positionOf(step.value)));
  }
  outlet.end(format.completion);
  await outlet.closed;
  running.delete(interrupt);
}
