export { runSchedule, type ScheduleOptions, type ScheduleResult } from './schedule.ts';
