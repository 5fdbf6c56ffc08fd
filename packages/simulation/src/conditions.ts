import type { Json, SagaDefinition, StepDefinition } from '@counterstep/saga-engine';
import { pick, type Draws } from './draws.ts';
import { valueAt } from './items.ts';

/** The values that a schedule gives to what the conditions of its definition read, by the path of the reference. */
export type ConditionValues = ReadonlyMap<string, Json>;

/** The path of a reference, such as `input.status` or `steps.lockLines.whole`. */
export const pathOf = (ref: readonly string[]): string => ref.join('.');

/** A value that no condition asks for. */
const ANOTHER = 'another value';

/** Draws what the conditions of a definition read: what one of them asks for, or something else. */
export const drawConditions = (
  { steps, afterCompensation = [] }: SagaDefinition,
  draws: Draws,
): ConditionValues => {
  const asked = new Map<string, Json[]>();
  for (const { when } of [...steps, ...afterCompensation]) {
    if (when === undefined) continue;
    const path = pathOf(when.value.$ref);
    asked.set(path, [...(asked.get(path) ?? []), when.equals]);
  }
  return new Map(
    [...asked].map(([path, values]) => [path, pick<Json>([...values, ANOTHER], draws(`value of ${path}`))]),
  );
};

/** The values of conditions, with those of the input as they are in the given one. */
export const valuesIn = (input: Json, conditions: ConditionValues): ConditionValues =>
  new Map(
    [...conditions].map(([path, value]) => {
      const [origin, ...rest] = path.split('.');
      return [path, origin === 'input' ? (valueAt(input, rest) ?? null) : value];
    }),
  );

/** The definition whose steps are done whatever their conditions say. */
export const unconditional = (definition: SagaDefinition): SagaDefinition => ({
  ...definition,
  steps: definition.steps.map(({ when: _, ...step }) => step),
});

/** Whether the condition of a step holds; a value that a skipped step would have answered is null. */
export const isWanted = (
  { when }: StepDefinition,
  { steps }: SagaDefinition,
  values: ConditionValues,
): boolean => {
  if (when === undefined) return true;
  const { $ref } = when.value;
  const source = $ref[0] === 'steps' ? steps.find(({ name }) => name === $ref[1]) : undefined;
  const value =
    source && !isWanted(source, { steps } as SagaDefinition, values) ? null : values.get(pathOf($ref));
  return (value ?? null) === when.equals;
};
