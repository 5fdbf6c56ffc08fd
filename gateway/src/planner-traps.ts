import {
  isInterfaceType,
  isObjectType,
  type CompositeType,
  type Directive,
  type Schema,
} from '@apollo/federation-internals';
import { Kind, parse, type SelectionSetNode } from 'graphql';

/** A construct in a supergraph that makes Apollo's planner answer some operations wrongly. */
export interface PlannerTrap {
  readonly kind: 'required field with arguments' | 'second id' | 'interface object';
  /** Where it is: `Type` or `Type.field`. */
  readonly coordinate: string;
}

/** Finds the constructs that docs/architecture.md lists as answered wrongly by Apollo's planner. */
export function findPlannerTraps(supergraph: Schema): readonly PlannerTrap[] {
  const traps: PlannerTrap[] = [];
  for (const type of supergraph.types()) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    const joined = argumentsOf(type, 'join__type');
    if (joined.some(({ isInterfaceObject }) => isInterfaceObject === true))
      traps.push({ kind: 'interface object', coordinate: type.coordinate });
    const keys = joined.flatMap(({ key }) => (typeof key === 'string' ? [key] : []));
    for (const field of type.fields()) {
      const { coordinate } = field;
      if (keys.length > 1 && isId(field) && !keys.some((key) => key.split(/\W+/).includes(field.name)))
        traps.push({ kind: 'second id', coordinate });
      const required = argumentsOf(field, 'join__field').flatMap(({ requires }) =>
        typeof requires === 'string' ? [requires] : [],
      );
      if (required.some((fields) => hasArguments(selectionOf(fields), type, supergraph)))
        traps.push({ kind: 'required field with arguments', coordinate });
    }
  }
  return traps;
}

const isId = ({ type }: { readonly type?: unknown }): boolean => /^ID!?$/.test(String(type));

const argumentsOf = (
  { appliedDirectives }: { readonly appliedDirectives: readonly unknown[] },
  name: string,
): readonly Readonly<Record<string, unknown>>[] =>
  (appliedDirectives as readonly Directive[])
    .filter((directive) => directive.name === name)
    .map((directive) => directive.arguments());

function selectionOf(fields: string): SelectionSetNode | undefined {
  const [definition] = parse(`{ ${fields} }`).definitions;
  return definition?.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet : undefined;
}

/** Whether a field set names a field that takes arguments. */
function hasArguments(
  set: SelectionSetNode | undefined,
  type: Pick<CompositeType, 'field'> | undefined,
  supergraph: Schema,
): boolean {
  return (set?.selections ?? []).some((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return false;
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const condition = selection.typeCondition?.name.value;
      const narrowed = condition === undefined ? type : compositeOf(supergraph, condition);
      return hasArguments(selection.selectionSet, narrowed, supergraph);
    }
    const field = type?.field(selection.name.value);
    if (!field) return false;
    if (field.arguments().length > 0) return true;
    const below = String(field.type).replace(/[[\]!]/g, '');
    return hasArguments(selection.selectionSet, compositeOf(supergraph, below), supergraph);
  });
}

function compositeOf(supergraph: Schema, name: string): Pick<CompositeType, 'field'> | undefined {
  const type = supergraph.type(name);
  return type && (isObjectType(type) || isInterfaceType(type)) ? type : undefined;
}
