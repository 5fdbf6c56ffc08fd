import { begun, type Wish } from './story.ts';
import { refused, rejected, succeeded } from './trip.ts';

export const pause: Wish = { kind: 'pause' };
export const resume: Wish = { kind: 'resume' };
export const retry: Wish = { kind: 'retry' };
export const compensate: Wish = { kind: 'compensate' };
export const resolve = (step: string, outcome: 'SUCCEEDED' | 'REJECTED', output = { id: 'x9' }): Wish =>
  outcome === 'SUCCEEDED' ? { kind: 'resolve', step, outcome, output } : { kind: 'resolve', step, outcome };
export const waive = (step: string): Wish => ({ kind: 'waive', step });

export const atPivot = () => begun().answers(succeeded, succeeded);
export const afterPivot = () => atPivot().answers(succeeded);
/** A story whose hotel cannot be cancelled. */
export const stuckUndoing = () => begun().answers(succeeded, rejected, refused);
export const stuckTicket = () => afterPivot().answers(refused);
export const paused = () => {
  const story = begun();
  story.command(pause);
  return story;
};
export const completed = () => afterPivot().answers(succeeded, succeeded);
export const compensated = () => begun().answers(rejected, succeeded);
