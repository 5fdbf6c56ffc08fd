import { beforeAll, describe, expect, it } from '@jest/globals';
import { definitions } from '@counterstep/coordinator/sagas';
import { faultKinds } from '@counterstep/simulation';
import { runProgram, type Ended } from '../support/run.ts';

/** They are played in turn, so each has 500. */
const SCHEDULES = 500 * definitions.length;

let simulation: Ended;

beforeAll(
  async () => {
    simulation = await runProgram('simulation', {}, ['--runs', String(SCHEDULES)]);
  },
  // Far longer than it takes, because the machine may be busy.
  300_000,
);

/** The names that a line of the summary counts; the line begins with the title. */
const counted = (title: string): readonly string[] => {
  const line = simulation.stdout.split('\n').find((each) => each.startsWith(`${title}: `)) ?? '';
  return line.slice(title.length + 2).match(/[A-Za-z_-]+(?= \d)/g) ?? [];
};

describe('every saga that the coordinator knows', () => {
  it('violates no invariant in any schedule of crashes, lost messages, failing disks and wrong clocks', () => {
    expect(simulation.stdout).toContain('Every invariant held.');
    expect(simulation.stdout).toContain(`${SCHEDULES} schedules`);
    expect(simulation.end).toBe(0);
  });

  it('meets every fault and every turn that a saga can take', () => {
    expect([...counted('Faults')].sort()).toEqual(Object.keys(faultKinds).sort());
    expect([...counted('Sagas')].sort()).toEqual(['COMPENSATED', 'COMPLETED']);
    const turns = [
      ...['STEP_REJECTED', 'STEP_UNKNOWN', 'STEP_RETRYING', 'STEP_STUCK', 'STEP_FAILED_UNCRITICAL'],
      ...['STEP_COMPENSATED', 'SAGA_TAKEN_OVER', 'SAGA_PAUSED', 'SAGA_RESUMED'],
      ...['OPERATOR_RETRIED', 'OPERATOR_COMPENSATED', 'STEP_WAITING', 'STEP_WOKEN'],
    ];
    const events = counted('Events');
    expect(turns.filter((type) => !events.includes(type))).toEqual([]);
  });
});
