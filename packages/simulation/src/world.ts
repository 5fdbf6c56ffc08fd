import type { EngineConfig, SagaDefinition } from '@counterstep/saga-engine';
import type { Draws } from './draws.ts';
import type { Fault, Faults } from './faults.ts';
import type { Defects } from './defects.ts';
import { never, type Process } from './process.ts';
import type { Scheduler } from './scheduler.ts';
import type { Traits } from './traits.ts';

/** What all parts of a simulated world share. */
export interface World {
  readonly definition: SagaDefinition;
  readonly config: EngineConfig;
  readonly traits: Traits;
  readonly defects: Defects;
  readonly draws: Draws;
  readonly scheduler: Scheduler;
  readonly faults: Faults;
  /** How often something has taken time in each place. */
  readonly visits: Map<string, number>;
  /** Whether participants that were broken work again. */
  mended: boolean;
  /** How far every clock is ahead of the true time once nothing goes wrong any more, in ms; undefined before. */
  agreedOffsetMs: number | undefined;
  /** Notes what happens, where somebody reads it. */
  readonly note: (line: () => string) => void;
}

/** How long something takes that has happened in the same place before or not, in ms; most of it is quick. */
export const latencyOf = ({ draws, traits, visits }: World, place: string): number => {
  const visit = (visits.get(place) ?? 0) + 1;
  visits.set(place, visit);
  const draw = draws(`${place} ~${visit}`);
  return traits.latencyMs * (0.05 + draw * draw * draw * 4);
};

/** Does to a process what a fault says at the place where it is; never resolves where the process dies. */
export const suffer = async (world: World, process: Process, fault: Fault | undefined): Promise<void> => {
  if (fault?.kind === 'crash') {
    process.kill();
    await never();
  } else if (fault?.kind === 'freeze') {
    process.frozenUntil = Math.max(process.frozenUntil, world.scheduler.now + fault.ms);
    await world.scheduler.travel(process, 0);
  } else if (fault?.kind === 'clock-jump') process.clockOffsetMs += fault.ms;
  else if (fault?.kind === 'clock-back') process.clockOffsetMs -= fault.ms * 1_000;
};

/** How far the clock of a process that starts now is ahead of the true time, in ms. */
export const offsetOf = ({ agreedOffsetMs, draws, traits }: World, name: string): number =>
  agreedOffsetMs ?? Math.round((draws(`clock of ${name}`) * 2 - 1) * traits.skewMs);

/** What the clock of a process shows, in ms since 1970. */
export const nowOf = ({ scheduler }: Pick<World, 'scheduler'>, { clockOffsetMs }: Process): number =>
  Math.floor(scheduler.now + clockOffsetMs);
