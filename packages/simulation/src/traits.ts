import type { SagaDefinition, StepDefinition } from '@counterstep/saga-engine';
import { drawConditions, type ConditionValues } from './conditions.ts';
import { pick, type Draws } from './draws.ts';
import { faultKinds, type FaultKind, type FaultTraits } from './faults.ts';
import { sampleKeys } from './items.ts';
import { profiles, type ProfileName } from './profiles.ts';

/** An operator's planned command. */
export interface PlannedCommand {
  readonly kind: 'pause' | 'resume' | 'retry' | 'compensate';
  readonly sagaId: string;
  /** When the command is given, in ms since the beginning of the schedule. */
  readonly afterMs: number;
}

/** The constant properties of a schedule; faults add the rest. */
export interface Traits {
  /** How many coordinators work at once, 1 to 3. */
  readonly coordinators: number;
  /** Whether the coordinator has the store for itself, as with an embedded database. */
  readonly exclusive: boolean;
  readonly sagas: number;
  /** Whether every saga is requested twice at the same time. */
  readonly twins: boolean;
  readonly profile: ProfileName;
  /** A typical time on the network, in ms. */
  readonly latencyMs: number;
  /** How far clocks may differ from the true time, in ms. */
  readonly skewMs: number;
  /** Steps that the participant rejects. */
  readonly rejecting: ReadonlySet<string>;
  /** Operations (`step:operation`) that do not work until everything else has come to rest. */
  readonly broken: ReadonlySet<string>;
  /** How many first attempts fail, by operation. */
  readonly flaky: ReadonlyMap<string, number>;
  /** How many first attempts find the participant busy, by operation. */
  readonly busy: ReadonlyMap<string, number>;
  /** Operations whose participant, when busy, says that its disk is full. */
  readonly full: ReadonlySet<string>;
  /** Steps that wait: how many answers say so, and until when, in ms from then. */
  readonly waits: ReadonlyMap<string, { readonly times: number; readonly untilMs: number }>;
  /** When hints come, true or false, that the awaited answer is there. */
  readonly wakes: readonly { readonly sagaId: string; readonly afterMs: number }[];
  /** The values that the conditions of steps read. */
  readonly conditions: ConditionValues;
  /** Steps that a third party does. */
  readonly thirdParty: ReadonlySet<string>;
  /** The operators' planned commands. */
  readonly commands: readonly PlannedCommand[];
  readonly faults: FaultTraits;
}

/** Every operation of a definition. */
export const operationsOf = ({ steps, afterCompensation = [] }: SagaDefinition): readonly string[] =>
  [...steps, ...afterCompensation].flatMap(({ name, compensate }) => [
    `${name}:invoke`,
    ...(compensate === undefined ? [] : [`${name}:compensate`]),
  ]);

/** Whether a participant may reject the step. */
const mayBeRefused = ({ kind, critical = true }: StepDefinition): boolean =>
  kind !== 'RETRIABLE' || !critical;

const faultTraits = (draws: Draws): FaultTraits => {
  const kinds = Object.keys(faultKinds) as FaultKind[];
  // With few possible kinds, there are more faults of each, because some bugs need the same fault repeatedly.
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
    // Most sagas end soon.
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
      const untilMs = pick([1_500, 20_000, 600_000, 600_000], draws(`${name} waits until`));
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

/** Draws the traits of a schedule for a definition. */
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
    conditions: drawConditions(definition, draws),
    commands: drawCommands(draws, sagas),
    faults: faultTraits(draws),
  };
};
