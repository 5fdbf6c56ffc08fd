export type { Defects } from './defects.ts';
export { faultKinds, type Fault, type FaultKind, type InjectedFault } from './faults.ts';
export { sampleInput } from './operations.ts';
export { promises, type BrokenPromise, type PromiseName } from './promises.ts';
export { describeFailure } from './report.ts';
export { runSchedule, type ScheduleOptions, type ScheduleResult } from './schedule.ts';
export { shrink, type ShrunkSchedule } from './shrink.ts';
export { simulate, type SimulationOptions, type SimulationResult, type Tally } from './simulate.ts';
export type { Traits } from './traits.ts';
