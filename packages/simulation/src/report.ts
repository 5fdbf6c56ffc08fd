import { faultKinds, type InjectedFault } from './faults.ts';
import { invariants } from './invariants.ts';
import { timeOf } from './schedule.ts';
import type { ShopResult } from './shop/shop-schedule.ts';
import type { PlannedDeed } from './shop/story.ts';
import type { ShrunkSchedule } from './shrink.ts';
import type { Traits } from './traits.ts';

/** The most lines of the trace in a report. */
const MAX_LINES = 80;

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

const traitLines = (traits: Traits): readonly string[] => [
  [
    `${counted(traits.coordinators, 'coordinator')} on ${traits.exclusive ? 'a store of its own' : 'a shared store'}`,
    counted(traits.sagas, 'saga'),
    `profile ${traits.profile}`,
    `messages take about ${traits.latencyMs} ms`,
    ...(traits.skewMs > 0 ? [`clocks differ by up to ${traits.skewMs} ms`] : []),
    ...(traits.twins ? ['every saga is asked for twice'] : []),
  ].join(', '),
  ...[...traits.rejecting].map((step) => `${step} is refused`),
  ...[...traits.broken].map((operation) => `${operation} does not work`),
  ...[...traits.busy].map(
    ([operation, times]) =>
      `${operation} ${traits.full.has(operation) ? 'has a full disk' : 'is busy'} ${counted(times, 'time')} at first`,
  ),
  ...[...traits.flaky].map(([operation, times]) => `${operation} fails ${counted(times, 'time')} at first`),
  ...[...traits.waits].map(
    ([step, { times, untilMs }]) =>
      `${step} waits when it is asked ${counted(times, 'time')}, for ${untilMs} ms at most`,
  ),
  ...[...traits.conditions].map(([path, value]) => `${path} is ${JSON.stringify(value)}`),
  ...traits.wakes.map(({ sagaId, afterMs }) => `${timeOf(afterMs)} somebody wakes ${sagaId}`),
  ...traits.commands.map(
    ({ kind, sagaId, afterMs }) => `${timeOf(afterMs)} an operator wants to ${kind} ${sagaId}`,
  ),
  ...(traits.thirdParty.size > 0 ? [`done by a third party: ${[...traits.thirdParty].join(', ')}`] : []),
];

const faultLine = ({ at, point, kind, ms }: InjectedFault): string =>
  `${timeOf(at)} ${point}: ${faultKinds[kind]} [${kind}, ${ms} ms]`;

const shortened = (lines: readonly string[]): readonly string[] =>
  lines.length <= MAX_LINES
    ? lines
    : [
        ...lines.slice(0, MAX_LINES / 2),
        `... ${lines.length - MAX_LINES} more lines ...`,
        ...lines.slice(-MAX_LINES / 2),
      ];

/** The command that runs only this schedule. */
export const commandFor = ({ original }: ShrunkSchedule): string =>
  `npm run simulate -- --saga ${original.definition.name}@${original.definition.version} --seed ${original.seed}`;

/** Describes a violated invariant: what happened, with which faults, and how to reproduce it. */
export const describeFailure = (shrunk: ShrunkSchedule): string => {
  const { original, smallest } = shrunk;
  const { violation, traits, faults, trace, definition, seed } = smallest;
  if (violation === undefined) return 'Every invariant held.';
  return [
    `An invariant is violated: ${violation.invariant} (${invariants[violation.invariant]}).`,
    `  ${violation.how}`,
    '',
    `${definition.name}@${definition.version}, seed ${seed}; ${counted(faults.length, 'fault')} of ${original.faults.length} will do:`,
    ...traitLines(traits).map((line) => `  ${line}`),
    ...faults.map((fault) => `  ${faultLine(fault)}`),
    '',
    'What happens:',
    ...shortened(trace).map((line) => `  ${line}`),
    '',
    `Run just this one: ${commandFor(shrunk)}`,
  ].join('\n');
};

const deedLine = ({ kind, name, orderId, afterMs, ...deed }: PlannedDeed): string =>
  `${timeOf(afterMs)} ${name}: ${kind} ${JSON.stringify(deed)}${name.includes(orderId) ? '' : ` of ${orderId}`}`;

/** Describes a violated invariant of the shop: the story, the faults, and what happened. */
export const describeShopFailure = ({
  seed,
  violation,
  story,
  traits,
  faults,
  trace,
}: ShopResult): string => {
  if (violation === undefined) return 'Every invariant held.';
  return [
    `An invariant is violated: ${violation.invariant} (${invariants[violation.invariant]}).`,
    `  ${violation.how}`,
    '',
    `The shop, seed ${seed}:`,
    ...traitLines(traits).map((line) => `  ${line}`),
    ...story.orders.map((order) => `  ${JSON.stringify(order)}`),
    ...story.deeds.toSorted((one, other) => one.afterMs - other.afterMs).map((deed) => `  ${deedLine(deed)}`),
    ...faults.map((fault) => `  ${faultLine(fault)}`),
    '',
    'What happens:',
    ...shortened(trace).map((line) => `  ${line}`),
    '',
    `Run just this one: npm run simulate -- --shop --seed ${seed} --trace`,
  ].join('\n');
};
