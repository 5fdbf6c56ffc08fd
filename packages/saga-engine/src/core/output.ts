import { Kind, type FieldNode } from 'graphql';
import { refusal, type Refusal } from './commands.ts';
import type { OutputField, OutputShape, PlannedStep } from './definition.ts';
import { CONTROL_FIELDS, rootFieldOf } from './outcome.ts';
import type { Json, StepOutput } from './state.ts';

/** The output's shape as far as the document alone shows it: field names, and whether each is a scalar. */
const shapeOfDocument = ({ definition }: PlannedStep): OutputShape => {
  const fields = (rootFieldOf(definition.invoke.document)?.selectionSet?.selections ?? []).filter(
    (selection): selection is FieldNode =>
      selection.kind === Kind.FIELD && !CONTROL_FIELDS.includes(selection.name.value),
  );
  return new Map(
    fields.map(({ alias, name, selectionSet }): [string, OutputField] => {
      const isLeaf = selectionSet === undefined;
      const accepts = (value: unknown): boolean => value !== null && (typeof value === 'object') !== isLeaf;
      return [
        alias?.value ?? name.value,
        { type: isLeaf ? 'a scalar' : 'no scalar', required: true, accepts },
      ];
    }),
  );
};

/** Checks that the step's invoke could have answered an operator's output; returns that output, or a refusal. */
export const checkOutput = (
  step: PlannedStep,
  given: Readonly<Record<string, unknown>>,
): { readonly output: StepOutput } | { readonly refusal: Refusal } => {
  const shape = step.output ?? shapeOfDocument(step);
  const wrong = (field: string, message: string) => ({
    refusal: refusal('OUTPUT_MISMATCH', { message, path: ['output', field] }),
  });
  for (const field of Object.keys(given))
    if (!shape.has(field)) return wrong(field, `${step.definition.name} answers no ${field}.`);
  const output: Record<string, Json> = {};
  for (const [field, { type, required, accepts }] of shape) {
    const value = given[field] ?? undefined;
    if (value === undefined && !required) continue;
    if (value === undefined) return wrong(field, `${field} is missing; it is ${type}.`);
    if (!accepts(value)) return wrong(field, `${field} must be ${type}.`);
    output[field] = value as Json;
  }
  return { output };
};
