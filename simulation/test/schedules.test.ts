import { describe, expect, it } from '@jest/globals';
import { definitions } from '@counterstep/coordinator/sagas';
import { describeFailure, faultKinds, runSchedule, simulate, type ScheduleResult } from '../src/index.ts';

const SCHEDULES = 2_000;
/** Far more than they take: the machine may be busy. */
const TIMEOUT_MS = 180_000;

describe('every saga that the coordinator knows', () => {
  it(
    'keeps every promise in any schedule of crashes, lost messages, failing disks and wrong clocks',
    async () => {
      const { failure, runs, ends, faults } = await simulate({ definitions, runs: SCHEDULES });
      expect(failure && describeFailure(failure)).toBeUndefined();
      expect(runs).toBe(SCHEDULES);
      expect([...faults.keys()].sort()).toEqual(Object.keys(faultKinds).sort());
      expect([...ends.keys()].sort()).toEqual(['COMPENSATED', 'COMPLETED']);
    },
    TIMEOUT_MS,
  );

  it(
    'meets in these schedules what the promises are about',
    async () => {
      const met = new Set<string>();
      const look = ({ sagas, traits }: ScheduleResult): void => {
        for (const { log, epoch } of sagas) {
          for (const { type } of log) met.add(type);
          if (epoch > 3) met.add('many owners');
        }
        if (traits.coordinators > 1) met.add('several coordinators');
        if (traits.exclusive) met.add('a store of its own');
      };
      for (let seed = 1; seed <= 200; seed += 1)
        for (const definition of definitions) look(await runSchedule({ definition, seed }));
      const wanted = [
        ...['STEP_REJECTED', 'STEP_UNKNOWN', 'STEP_RETRYING', 'STEP_STUCK', 'STEP_FAILED_UNCRITICAL'],
        ...['SAGA_TAKEN_OVER', 'SAGA_COMPLETED', 'SAGA_COMPENSATED'],
        ...['many owners', 'several coordinators', 'a store of its own'],
      ];
      expect(wanted.filter((each) => !met.has(each))).toEqual([]);
    },
    TIMEOUT_MS,
  );
});
