import type { EngineConfig, SagaDefinition } from '@counterstep/saga-engine';
import type { Draws } from './draws.ts';
import type { Fault, Faults } from './faults.ts';
import type { Defects } from './defects.ts';
import { never, type Process } from './process.ts';
import type { Scheduler } from './scheduler.ts';
import type { Traits } from './traits.ts';

/** The shared state of a simulated world. */
export interface World {
  readonly definitions: readonly SagaDefinition[];
  readonly config: EngineConfig;
  readonly traits: Traits;
  readonly defects: Defects;
  readonly draws: Draws;
  readonly scheduler: Scheduler;
  readonly faults: Faults;
  /** How many latencies were drawn for each place. */
  readonly visits: Map<string, number>;
  /** Whether broken participants work again. */
  mended: boolean;
  /** How far every clock is ahead of the true time once faults have ended, in ms; undefined before. */
  agreedOffsetMs: number | undefined;
  /** Adds a line to the trace, if there is one. */
  readonly note: (line: () => string) => void;
}

/** Draws the latency of the next visit to a place, in ms; most are short. */
export const latencyOf = ({ draws, traits, visits }: World, place: string): number => {
  const visit = (visits.get(place) ?? 0) + 1;
  visits.set(place, visit);
  const draw = draws(`${place} ~${visit}`);
  return traits.latencyMs * (0.05 + draw * draw * draw * 4);
};

/** Applies a fault to a process; never resolves if the process dies. */
export const applyFault = async (world: World, process: Process, fault: Fault | undefined): Promise<void> => {
  if (fault?.kind === 'crash') {
    process.kill();
    await never();
  } else if (fault?.kind === 'freeze') {
    process.frozenUntil = Math.max(process.frozenUntil, world.scheduler.now + fault.ms);
    await world.scheduler.travel(process, 0);
  } else if (fault?.kind === 'clock-jump') process.clockOffsetMs += fault.ms;
  else if (fault?.kind === 'clock-back') process.clockOffsetMs -= fault.ms * 1_000;
};

/** How far the clock of a newly started process is ahead of the true time, in ms. */
export const offsetOf = ({ agreedOffsetMs, draws, traits }: World, name: string): number =>
  agreedOffsetMs ?? Math.round((draws(`clock of ${name}`) * 2 - 1) * traits.skewMs);

/** A process's clock, in ms since 1970. */
export const nowOf = ({ scheduler }: Pick<World, 'scheduler'>, { clockOffsetMs }: Process): number =>
  Math.floor(scheduler.now + clockOffsetMs);
