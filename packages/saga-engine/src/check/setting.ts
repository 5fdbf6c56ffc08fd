import { Kind, type FieldNode, type GraphQLField, type GraphQLSchema } from 'graphql';
import type { SagaDefinition, StepDefinition } from '../core/definition.ts';
import { rootFieldOf } from '../core/outcome.ts';
import type { Operation } from '../core/state.ts';

/** The operation to check, with its step, its definition and the schemas. */
export interface Setting {
  readonly definition: SagaDefinition;
  /** The subgraph whose SDL has the input types of sagas. */
  readonly inputSubgraph: string;
  readonly schemas: ReadonlyMap<string, GraphQLSchema>;
  readonly step: StepDefinition;
  readonly operation: Operation;
}

/** The subgraph's mutation that a step's operation calls; undefined if there is none. */
export const calledField = (
  { schemas }: Pick<Setting, 'schemas'>,
  step: StepDefinition,
  operation: Operation,
): { readonly node: FieldNode; readonly field: GraphQLField<unknown, unknown> } | undefined => {
  const document = step[operation]?.document;
  const node = document === undefined ? undefined : rootFieldOf(document);
  const field = schemas.get(step.subgraph)?.getMutationType()?.getFields()[node?.name.value ?? ''];
  return node === undefined || field === undefined ? undefined : { node, field };
};

/** Whether a directive may leave the field out of the answer. */
const isConditional = ({ directives = [] }: FieldNode): boolean =>
  directives.some(({ name }) => name.value === 'include' || name.value === 'skip');

/** The fields that every answer has of the selection, by response name; skips fragments and conditional fields. */
export const selectedFields = (node: FieldNode): ReadonlyMap<string, FieldNode> =>
  new Map(
    (node.selectionSet?.selections ?? [])
      .filter((selection) => selection.kind === Kind.FIELD)
      .filter((field) => !isConditional(field))
      .map((selection) => [selection.alias?.value ?? selection.name.value, selection]),
  );
