import { buildASTSchema, isInputObjectType, parse, type GraphQLSchema } from 'graphql';
import type { SagaDefinition, StepDefinition, StepKind } from '../core/definition.ts';
import { checkOperation } from './check-operation.ts';
import { checkFanOut } from './check-fan-out.ts';
import { checkPolicy, isCount } from './check-policy.ts';
import { checkVersions, type SagaVersions } from './check-versions.ts';
import { IllegalDefinitions, type Problem } from './problem.ts';
import type { Setting } from './setting.ts';

/** The SDL of every subgraph, by its name. */
export type SubgraphSdls = Readonly<Record<string, string>>;

/** The default name of the saga service's subgraph. */
export const SAGA_SUBGRAPH = 'coordinator';

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

/** A step's name is part of its key, which participants store too, so it must read the same everywhere. */
const stepName = /^[a-z][A-Za-z0-9]*$/;
const sagaName = /^[A-Z][A-Za-z0-9]*$/;

const checkStep = (step: StepDefinition, afterCompensation: boolean, report: Report): void => {
  const { name, kind, critical = true, compensate } = step;
  if (!stepName.test(name)) report('has a name that is not letters and digits, the first one small', name);
  if (kind === 'COMPENSATABLE' && compensate === undefined)
    report('is COMPENSATABLE and has no compensation', name);
  if (kind !== 'COMPENSATABLE' && compensate !== undefined) report(`is ${kind} and has a compensation`, name);
  if (kind !== 'RETRIABLE' && !critical) report(`is ${kind} and not critical`, name);
  if (afterCompensation && (kind !== 'RETRIABLE' || critical))
    report('comes after compensation and is not a RETRIABLE step that is not critical', name);
};

const checkShape = (definition: SagaDefinition, report: Report): void => {
  const { name: saga, version, steps, afterCompensation = [], deadlineMs = 1 } = definition;
  if (!sagaName.test(saga)) report('has a name that is not letters and digits, the first one capital');
  if (!isCount(version)) report(`has version ${version}, and must have a whole number from 1 on`);
  if (!isCount(deadlineMs)) report(`deadlineMs is ${deadlineMs}, and must be a whole number from 1 on`);
  if (steps.length === 0) report('has no steps');
  checkOrder(steps, report);
  for (const step of stepsOf(definition)) {
    checkStep(step, afterCompensation.includes(step), report);
    checkPolicy(step.policy, (reason) => {
      report(reason, step.name);
    });
  }
  const names = stepsOf(definition).map(({ name }) => name);
  for (const name of new Set(names.filter((each, index) => names.indexOf(each) !== index)))
    report('is the name of more than one step', name);
};

const checkSecrets = (
  { inputType, secretInputs = [] }: SagaDefinition,
  coordinator: GraphQLSchema | undefined,
  report: Report,
): void => {
  const type = coordinator?.getType(inputType);
  const fields = isInputObjectType(type) ? type.getFields() : {};
  for (const name of secretInputs)
    if (!Object.hasOwn(fields, name)) report(`secretInputs: there is no input.${name}`);
};

const checkOperations = (setting: Omit<Setting, 'step' | 'operation'>, report: Report): void => {
  for (const step of stepsOf(setting.definition)) {
    checkFanOut({ ...setting, step }, (reason) => {
      report(reason, step.name);
    });
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
  // The composition of the supergraph has already validated the SDL, which does not declare federation's directives.
  buildASTSchema(parse(sdl), { assumeValid: true, assumeValidSDL: true });

/**
 * Everything that is wrong with the definitions; `inputSubgraph` has the SDL of their input types. If `versions` are
 * given, each definition must match the hash recorded for its version.
 */
export const checkDefinitions = (
  definitions: readonly SagaDefinition[],
  sdls: SubgraphSdls,
  versions?: SagaVersions,
  inputSubgraph = SAGA_SUBGRAPH,
): readonly Problem[] => {
  const schemas = new Map(Object.entries(sdls).map(([name, sdl]) => [name, schemaOf(sdl)]));
  const problems: Problem[] = [];
  const known = new Set<string>();
  for (const definition of definitions) {
    const report: Report = (reason, step) => {
      const { name, version } = definition;
      problems.push({ definition: name, version, ...(step === undefined ? {} : { step }), reason });
    };
    const version = `${definition.name}@${definition.version}`;
    if (known.has(version)) report('is there more than once');
    known.add(version);
    checkShape(definition, report);
    checkSecrets(definition, schemas.get(inputSubgraph), report);
    checkOperations({ definition, schemas, inputSubgraph }, report);
  }
  return versions === undefined ? problems : [...problems, ...checkVersions(definitions, versions)];
};

/** @throws {IllegalDefinitions} when anything is wrong with the definitions, see {@link checkDefinitions}. */
export const assertDefinitions = (
  definitions: readonly SagaDefinition[],
  sdls: SubgraphSdls,
  versions?: SagaVersions,
  inputSubgraph = SAGA_SUBGRAPH,
): void => {
  const problems = checkDefinitions(definitions, sdls, versions, inputSubgraph);
  if (problems.length > 0) throw new IllegalDefinitions(problems);
};
