import type { SagaDefinition, StepDefinition } from '@counterstep/saga-engine';
import { pick, type Draws } from './draws.ts';
import { faultKinds, type FaultKind, type FaultTraits } from './faults.ts';
import { sampleKeys } from './items.ts';
import { profiles, type ProfileName } from './profiles.ts';

/** What an operator wants of a saga, and when. */
export interface PlannedCommand {
  readonly kind: 'pause' | 'resume' | 'retry' | 'compensate';
  readonly sagaId: string;
  /** In ms since the beginning of the schedule. */
  readonly afterMs: number;
}

/** What a schedule is like from its beginning to its end; what happens in it is up to the faults. */
export interface Traits {
  /** How many coordinators work at once, 1 to 3. */
  readonly coordinators: number;
  /** Whether the coordinator is the only one that can use its store, as with an embedded database. */
  readonly exclusive: boolean;
  readonly sagas: number;
  /** Whether every saga is asked for twice at once. */
  readonly twins: boolean;
  readonly profile: ProfileName;
  /** A typical time on the way, in ms. */
  readonly latencyMs: number;
  /** How far clocks may be off, in ms. */
  readonly skewMs: number;
  /** Steps that the participant refuses. */
  readonly rejecting: ReadonlySet<string>;
  /** Operations (`step:operation`) that do not work before everything else has come to rest. */
  readonly broken: ReadonlySet<string>;
  /** Operations whose first attempts fail, and how many. */
  readonly flaky: ReadonlyMap<string, number>;
  /** Operations that find their participant busy at first, and how often. */
  readonly busy: ReadonlyMap<string, number>;
  /** Operations whose participant, where it is busy, says that its disk is full. */
  readonly full: ReadonlySet<string>;
  /** Steps that wait: how often they say so, and until when, in ms from then. */
  readonly waits: ReadonlyMap<string, { readonly times: number; readonly untilMs: number }>;
  /** When somebody says, truly or not, that what is waited for is there. */
  readonly wakes: readonly { readonly sagaId: string; readonly afterMs: number }[];
  /** Steps that are done by a third party. */
  readonly thirdParty: ReadonlySet<string>;
  /** What operators want, and when. */
  readonly commands: readonly PlannedCommand[];
  readonly faults: FaultTraits;
}

/** Every operation of a definition. */
export const operationsOf = ({ steps, afterCompensation = [] }: SagaDefinition): readonly string[] =>
  [...steps, ...afterCompensation].flatMap(({ name, compensate }) => [
    `${name}:invoke`,
    ...(compensate === undefined ? [] : [`${name}:compensate`]),
  ]);

/** Whether a step may be refused without that being the participant's fault. */
const mayBeRefused = ({ kind, critical = true }: StepDefinition): boolean =>
  kind !== 'RETRIABLE' || !critical;

const faultTraits = (draws: Draws): FaultTraits => {
  const kinds = Object.keys(faultKinds) as FaultKind[];
  // Where few kinds are possible, there is more of each: some bugs need the same fault again and again.
  const share = pick([0.25, 0.6, 1, 1], draws('share of kinds'));
  return {
    rate: pick([0, 0.02, 0.05, 0.1, 0.2], draws('fault rate')),
    budget: pick([1, 2, 4, 8, 16], draws('fault budget')),
    kinds: new Set(kinds.filter((kind) => draws(`has ${kind}`) < share)),
  };
};

const drawCommands = (draws: Draws, sagas: number): readonly PlannedCommand[] => {
  const count = pick([0, 0, 0, 1, 2, 4], draws('commands'));
  return Array.from({ length: count }, (_, index) => {
    const name = `command ${index + 1}`;
    // Most sagas are over soon.
    const late = draws(`${name} time`);
    return {
      kind: pick(['pause', 'pause', 'resume', 'retry', 'compensate'] as const, draws(name)),
      sagaId: `saga-${1 + Math.floor(draws(`${name} saga`) * sagas)}`,
      afterMs: Math.round(late ** 4 * 20_000),
    };
  });
};

const drawWaits = ({ steps }: SagaDefinition, draws: Draws): Traits['waits'] =>
  new Map(
    steps.flatMap(({ name, waits }) => {
      const times = pick([0, 0, 1, 1, 2, 1_000], draws(`${name} waits`));
      const untilMs = pick([1_500, 20_000, 3_600_000, 3_600_000], draws(`${name} waits until`));
      return waits === undefined || times === 0 ? [] : [[name, { times, untilMs }] as const];
    }),
  );

const drawWakes = ({ steps }: SagaDefinition, draws: Draws, sagas: number): Traits['wakes'] => {
  if (!steps.some(({ waits }) => waits)) return [];
  const count = pick([0, 0, 1, 3, 8], draws('wakes'));
  return Array.from({ length: count }, (_, index) => ({
    sagaId: `saga-${1 + Math.floor(draws(`wake ${index + 1} saga`) * sagas)}`,
    afterMs: Math.round(draws(`wake ${index + 1} time`) ** 3 * 20_000),
  }));
};

/** The traits of a schedule of a definition. */
export const drawTraits = (definition: SagaDefinition, draws: Draws): Traits => {
  const { steps, afterCompensation = [] } = definition;
  const coordinators = pick([1, 1, 2, 2, 3], draws('coordinators'));
  const operations = operationsOf(definition);
  const some = <T extends string>(what: string, items: readonly T[], shares: readonly number[]): T[] => {
    const share = pick(shares, draws(`share of ${what}`)) / Math.max(1, items.length);
    return items.filter((item) => draws(`${what} ${item}`) < share);
  };
  const sagas = pick([1, 1, 1, 1, 2], draws('sagas'));
  const refusable = [...steps, ...afterCompensation]
    .filter(mayBeRefused)
    .flatMap((step) => (step.forEach ? sampleKeys(step).map((key) => `${step.name}:${key}`) : [step.name]));
  return {
    coordinators,
    exclusive: coordinators === 1 && draws('exclusive') < 0.6,
    sagas,
    twins: draws('twins') < 0.2,
    profile: pick(Object.keys(profiles) as ProfileName[], draws('profile')),
    latencyMs: pick([2, 20, 20, 150], draws('latency')),
    skewMs: pick([0, 0, 50, 1_000, 30_000], draws('skew')),
    rejecting: new Set(some('rejecting', refusable, [0, 0, 0, 1, 1.5])),
    broken: new Set(some('broken', operations, [0, 0, 0, 0, 1, 2])),
    flaky: new Map(
      some('flaky', operations, [0, 0, 0, 1, 4]).map((each) => [
        each,
        pick([1, 1, 2, 6], draws(`${each} fails`)),
      ]),
    ),
    busy: new Map(
      some('busy', operations, [0, 0, 0, 1, 4]).map((each) => [
        each,
        pick([1, 3, 8, 20], draws(`${each} is busy`)),
      ]),
    ),
    full: new Set(operations.filter((each) => draws(`disk of ${each}`) < 0.4)),
    thirdParty: new Set(steps.map(({ name }) => name).filter((name) => draws(`third party ${name}`) < 0.4)),
    waits: drawWaits(definition, draws),
    wakes: drawWakes(definition, draws, sagas),
    commands: drawCommands(draws, sagas),
    faults: faultTraits(draws),
  };
};
