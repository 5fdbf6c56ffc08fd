import { buildASTSchema, parse, type GraphQLSchema } from 'graphql';
import type { SagaDefinition, StepDefinition, StepKind } from '../core/definition.ts';
import { checkOperation } from './check-operation.ts';
import type { Setting } from './setting.ts';

/** What is wrong with a definition. */
export interface Problem {
  readonly definition: string;
  /** Absent where it is not about one step. */
  readonly step?: string;
  readonly reason: string;
}

/** Definitions are illegal; the message lists everything that is wrong. */
export class IllegalDefinitions extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const lines = problems.map(
      ({ definition, step, reason }) => `- ${[definition, step].filter(Boolean).join('.')}: ${reason}`,
    );
    super(`Saga definitions are illegal:\n${lines.join('\n')}`);
    this.name = 'IllegalDefinitions';
    this.problems = problems;
  }
}

/** The SDL of every subgraph, by its name. */
export type SubgraphSdls = Readonly<Record<string, string>>;

const ranks: Readonly<Record<StepKind, number>> = { COMPENSATABLE: 0, PIVOT: 1, RETRIABLE: 2 };

type Report = (reason: string, step?: string) => void;

const stepsOf = ({ steps, afterCompensation = [] }: SagaDefinition): readonly StepDefinition[] => [
  ...steps,
  ...afterCompensation,
];

const checkOrder = (steps: readonly StepDefinition[], report: Report): void => {
  let highest: StepKind = 'COMPENSATABLE';
  for (const { name, kind } of steps) {
    if (kind === 'PIVOT' && highest === 'PIVOT') report('is a second pivot', name);
    else if (ranks[kind] < ranks[highest]) report(`is ${kind} and comes after a ${highest} step`, name);
    else highest = kind;
  }
};

const checkStep = (step: StepDefinition, afterCompensation: boolean, report: Report): void => {
  const { name, kind, critical = true, compensate } = step;
  if (kind === 'COMPENSATABLE' && compensate === undefined)
    report('is COMPENSATABLE and has no compensation', name);
  if (kind !== 'COMPENSATABLE' && compensate !== undefined) report(`is ${kind} and has a compensation`, name);
  if (kind !== 'RETRIABLE' && !critical) report(`is ${kind} and not critical`, name);
  if (afterCompensation && (kind !== 'RETRIABLE' || critical))
    report('comes after compensation and is not a RETRIABLE step that is not critical', name);
};

const checkShape = (definition: SagaDefinition, report: Report): void => {
  const { steps, afterCompensation = [] } = definition;
  if (steps.length === 0) report('has no steps');
  checkOrder(steps, report);
  for (const step of stepsOf(definition)) checkStep(step, afterCompensation.includes(step), report);
  const names = stepsOf(definition).map(({ name }) => name);
  for (const name of new Set(names.filter((each, index) => names.indexOf(each) !== index)))
    report('is the name of more than one step', name);
};

const checkOperations = (setting: Omit<Setting, 'step' | 'operation'>, report: Report): void => {
  for (const step of stepsOf(setting.definition)) {
    for (const operation of ['invoke', 'compensate'] as const) {
      if (step[operation] === undefined) continue;
      checkOperation({ ...setting, step, operation }, (reason) => {
        report(`${operation}: ${reason}`, step.name);
      });
    }
  }
};

/** The schema of a subgraph's SDL. */
export const schemaOf = (sdl: string): GraphQLSchema =>
  // The composition of the supergraph has judged the SDL; federation's directives are not declared in it.
  buildASTSchema(parse(sdl), { assumeValid: true, assumeValidSDL: true });

/** Everything that is wrong with the definitions; the coordinator's own SDL, which has the input types, is `coordinator`. */
export const checkDefinitions = (
  definitions: readonly SagaDefinition[],
  sdls: SubgraphSdls,
): readonly Problem[] => {
  const schemas = new Map(Object.entries(sdls).map(([name, sdl]) => [name, schemaOf(sdl)]));
  const problems: Problem[] = [];
  const known = new Set<string>();
  for (const definition of definitions) {
    const report: Report = (reason, step) => {
      problems.push({ definition: definition.name, ...(step === undefined ? {} : { step }), reason });
    };
    const version = `${definition.name} ${definition.version}`;
    if (known.has(version)) report(`has version ${definition.version} more than once`);
    known.add(version);
    checkShape(definition, report);
    checkOperations({ definition, schemas }, report);
  }
  return problems;
};

/** @throws {IllegalDefinitions} when anything is wrong with the definitions. */
export const assertDefinitions = (definitions: readonly SagaDefinition[], sdls: SubgraphSdls): void => {
  const problems = checkDefinitions(definitions, sdls);
  if (problems.length > 0) throw new IllegalDefinitions(problems);
};
