import { setTimeout as delay } from 'node:timers/promises';
import type { System } from '../system/system.ts';
import { targetOf, type Fault } from './schedule.ts';

/** A fault that was performed. */
export interface Performed {
  readonly fault: Fault;
  /** When it began and when it was undone, as of `performance.now()`. */
  readonly beganAt: number;
  readonly endedAt: number;
  /** Why it could not be performed; absent where it was. */
  readonly refused?: string;
}

type Work = (system: System) => Promise<void>;

async function kill(system: System, fault: Extract<Fault, { kind: 'kill' }>): Promise<void> {
  const service = system.service(fault.service);
  await service.kill();
  await delay(fault.forMs);
  const started = service.start();
  if (fault.againAfterMs !== undefined) {
    await delay(fault.againAfterMs);
    await service.crash();
  }
  await started;
}

async function killMember({ mongo }: System, forMs: number): Promise<void> {
  const member = await mongo?.primary();
  if (member === undefined) return;
  await member.kill();
  await delay(forMs);
  await member.restart();
  // A replica set of three survives the loss of one: wait for a primary before another one may go.
  await mongo?.primary();
}

function workOf(fault: Fault): Work {
  switch (fault.kind) {
    case 'kill':
      return (system) => kill(system, fault);
    case 'freeze':
      return async (system) => {
        const service = system.service(fault.service);
        service.freeze();
        await delay(fault.forMs);
        service.wake();
      };
    case 'cut':
      return (system) => {
        system.hop(fault.hop).cut();
        return Promise.resolve();
      };
    case 'slow':
      return async (system) => {
        const hop = system.hop(fault.hop);
        hop.slowDown(fault.byMs);
        await delay(fault.forMs);
        hop.slowDown(0);
      };
    case 'hold':
      return async (system) => {
        const hop = system.hop(fault.hop);
        hop.hold();
        await delay(fault.forMs);
        if (fault.thenCut) hop.cut();
        hop.release();
      };
    case 'full-disk':
      return async (system) => {
        const disk = system.disk(fault.service);
        disk.fill();
        await delay(fault.forMs);
        disk.free();
      };
    case 'step-down':
      return async ({ mongo }) => {
        await mongo?.stepDown();
      };
    case 'kill-member':
      return (system) => killMember(system, fault.forMs);
  }
}

/** Performs a schedule: faults of the same target one after the other, all others at their time. */
export async function performSchedule(
  system: System,
  faults: readonly Fault[],
  tell: (performed: Performed) => void,
): Promise<readonly Performed[]> {
  const from = performance.now();
  const busy = new Map<string, Promise<unknown>>();
  const performing: Promise<Performed>[] = [];
  const perform = async (fault: Fault, free: Promise<unknown>): Promise<Performed> => {
    await free;
    const beganAt = performance.now();
    const refused = await workOf(fault)(system).then(
      () => undefined,
      (error: unknown) => String(error),
    );
    const endedAt = performance.now();
    const performed = { fault, beganAt, endedAt, ...(refused === undefined ? {} : { refused }) };
    tell(performed);
    return performed;
  };
  for (const fault of faults) {
    await delay(Math.max(0, fault.atMs - (performance.now() - from)));
    const target = targetOf(fault);
    const performed = perform(fault, busy.get(target) ?? Promise.resolve());
    busy.set(target, performed);
    performing.push(performed);
  }
  return Promise.all(performing);
}
