import { isObjectType, type GraphQLObjectType, type GraphQLResolveInfo, type GraphQLSchema } from 'graphql';
import type { RequestContext } from './context.ts';
import { idsArgument } from '@counterstep/document-store';

type ResolveReference = (
  reference: { readonly __typename: string; readonly id: string },
  context: RequestContext,
  info: GraphQLResolveInfo,
) => unknown;

interface NodeType {
  readonly name: string;
  readonly resolve: ResolveReference;
}

/**
 * Resolves `Query.nodeTypes`, if the schema has it: for each id, the type whose `__resolveReference` finds something
 * that the viewer may see. The field's `@internal` decides who may use it.
 */
export function installNodeTypes(schema: GraphQLSchema): void {
  const field = schema.getQueryType()?.getFields()['nodeTypes'];
  if (field === undefined) return;
  const types = Object.values(schema.getTypeMap()).flatMap(nodeTypeOf);
  field.resolve = (
    _parent: unknown,
    { ids }: { readonly ids: readonly string[] },
    context: RequestContext,
    info,
  ) => Promise.all((idsArgument(ids, 'ids') ?? []).map((id) => typeOf(types, id, context, info)));
}

function nodeTypeOf(type: object): NodeType[] {
  if (!isObjectType(type) || !type.getInterfaces().some(({ name }) => name === 'Node')) return [];
  const resolve = referenceResolverOf(type);
  return resolve === undefined ? [] : [{ name: type.name, resolve }];
}

/** Finds a type's `__resolveReference` where `@apollo/subgraph` keeps it. */
function referenceResolverOf({ extensions }: GraphQLObjectType): ResolveReference | undefined {
  const apollo = extensions['apollo'] as
    { readonly subgraph?: { readonly resolveReference?: ResolveReference } } | undefined;
  return apollo?.subgraph?.resolveReference;
}

async function typeOf(
  types: readonly NodeType[],
  id: string,
  context: RequestContext,
  info: GraphQLResolveInfo,
): Promise<string | null> {
  const found = await Promise.all(
    types.map(({ name, resolve }) => resolve({ __typename: name, id }, context, info)),
  );
  return types.find((_type, index) => found[index] != null)?.name ?? null;
}
