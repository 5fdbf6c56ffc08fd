import { beforeAll, describe, expect, it } from '@jest/globals';
import { definitions } from '@counterstep/coordinator/sagas';
import { describeFailure, faultKinds, simulate, type SimulationResult } from '../src/index.ts';

const SCHEDULES = 2_000;

let result: SimulationResult;

beforeAll(
  async () => {
    result = await simulate({ definitions, runs: SCHEDULES });
  },
  // Far more than it takes: the machine may be busy.
  300_000,
);

describe('every saga that the coordinator knows', () => {
  it('keeps every promise in any schedule of crashes, lost messages, failing disks and wrong clocks', () => {
    const { failure, runs } = result;
    expect(failure && describeFailure(failure)).toBeUndefined();
    expect(runs).toBe(SCHEDULES);
  });

  it('meets every fault and every turn that a saga can take', () => {
    const { ends, events, faults } = result;
    expect([...faults.keys()].sort()).toEqual(Object.keys(faultKinds).sort());
    expect([...ends.keys()].sort()).toEqual(['COMPENSATED', 'COMPLETED']);
    const turns = [
      ...([
        'STEP_REJECTED',
        'STEP_UNKNOWN',
        'STEP_RETRYING',
        'STEP_STUCK',
        'STEP_FAILED_UNCRITICAL',
      ] as const),
      ...(['STEP_COMPENSATED', 'SAGA_TAKEN_OVER'] as const),
      ...(['SAGA_PAUSED', 'SAGA_RESUMED', 'OPERATOR_RETRIED', 'OPERATOR_COMPENSATED'] as const),
    ];
    expect(turns.filter((type) => !events.has(type))).toEqual([]);
  });
});
