import {
  isInterfaceType,
  isObjectType,
  type Directive,
  type FieldDefinition,
  type ObjectType,
  type Schema,
} from '@apollo/federation-internals';

/** What `@listSize` says of a field. */
export interface ListSize {
  readonly assumedSize?: number;
  readonly slicingArguments?: readonly string[];
  readonly sizedFields?: readonly string[];
  /** Whether exactly one of the slicing arguments must be given; by default it must. */
  readonly requireOneSlicingArgument?: boolean;
}

/** The costs that a supergraph declares, by coordinate: `Type`, `Type.field` or `Type.field(argument:)`. */
export interface Weights {
  readonly costs: ReadonlyMap<string, number>;
  readonly listSizes: ReadonlyMap<string, ListSize>;
  /** The types whose objects can be identified: those with a key or an id. */
  readonly entities: ReadonlySet<string>;
}

interface Readable {
  readonly coordinate: string;
  readonly appliedDirectives: readonly unknown[];
}

const COST_SPEC = 'https://specs.apollo.dev/cost';

type FieldOf = FieldDefinition<ObjectType>;

/** Reads `@cost` and `@listSize` from a supergraph, whatever names it imports them under. */
export function readWeights(schema: Schema): Weights {
  const feature = schema.coreFeatures?.getByIdentity(COST_SPEC);
  const costName = feature?.directiveNameInSchema('cost');
  const listSizeName = feature?.directiveNameInSchema('listSize');
  const costs = new Map<string, number>();
  const listSizes = new Map<string, ListSize>();
  const entities = new Set<string>();
  const weigh = (element: Readable): void => {
    const weight = argumentsOf(element, costName)?.['weight'];
    // IBM's specification writes weights as strings.
    if (weight !== undefined && Number.isFinite(Number(weight)))
      costs.set(element.coordinate, Math.max(0, Number(weight)));
  };
  for (const type of schema.types()) {
    weigh(type);
    if (type.kind === 'InputObjectType') for (const field of type.fields()) weigh(field);
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    if (isEntity(type) || type.field('id')) entities.add(type.name);
    for (const field of type.fields() as readonly FieldOf[]) {
      weigh(field);
      for (const argument of field.arguments()) weigh(argument);
      const listSize = argumentsOf(field, listSizeName);
      if (listSize) listSizes.set(field.coordinate, listSize);
    }
  }
  return { costs, listSizes, entities };
}

const argumentsOf = (element: Readable, name: string | undefined): Record<string, unknown> | undefined =>
  name === undefined
    ? undefined
    : (element.appliedDirectives as readonly Directive[])
        .find((directive) => directive.name === name)
        ?.arguments();

const isEntity = (type: Readable): boolean =>
  (type.appliedDirectives as readonly Directive[]).some(
    (directive) =>
      directive.name === 'join__type' && (directive.arguments() as { key?: unknown }).key !== undefined,
  );
