export type { Defects } from './defects.ts';
export { faultKinds, type Fault, type FaultKind, type InjectedFault } from './faults.ts';
export { sampleInput } from './operations.ts';
export { invariants, type InvariantViolation, type InvariantName } from './invariants.ts';
export { describeFailure } from './report.ts';
export { runSchedule, type ScheduleOptions, type ScheduleResult } from './schedule.ts';
export { shrink, type ShrunkSchedule } from './shrink.ts';
export { simulate, type SimulationOptions, type SimulationResult, type Tally } from './simulate.ts';
export type { Traits } from './traits.ts';
