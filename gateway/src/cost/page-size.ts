import {
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type ArgumentNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type ValueNode,
} from 'graphql';
import type { Variables } from '../operations.ts';
import type { ListSize } from './weights.ts';

/** Items assumed for a connection that nothing gives a size; also the default page of this project's lists. */
export const DEFAULT_PAGE = 20;
/** Items assumed for a list about which nothing else is known. */
export const DEFAULT_LIST = 10;

/** How many items a field has, and which fields below it hold them. */
export interface Sized {
  readonly size: number;
  /** Undefined where the field itself is the list. */
  readonly below: ReadonlySet<string> | undefined;
  /** What is wrong with the arguments that give the size. */
  readonly problem?: string;
}

const ONE: Sized = { size: 1, below: undefined };
const PAGE_FIELDS: ReadonlySet<string> = new Set(['edges', 'nodes']);
const PAGE_ARGUMENTS = ['first', 'last', 'limit'];

/** Reads sizes from a field's arguments: as `@listSize` says, otherwise by the conventions of connections and lists. */
export function sizeOf(
  field: GraphQLField<unknown, unknown>,
  type: GraphQLNamedType,
  given: readonly ArgumentNode[],
  variables: Variables,
  listSize: ListSize | undefined,
): Sized {
  const list = isList(field.type);
  const connection = !list && isConnection(type);
  if (!list && !connection && !listSize?.sizedFields) return ONE;
  const slicing = listSize?.slicingArguments ?? PAGE_ARGUMENTS;
  const sizes = slicing.flatMap((path) => sliceOf(field, path, given, variables) ?? []);
  const assumed = listSize?.assumedSize ?? (connection ? DEFAULT_PAGE : DEFAULT_LIST);
  const size = sizes.length > 0 ? Math.max(0, ...sizes) : assumed;
  const below = listSize?.sizedFields ? new Set(listSize.sizedFields) : connection ? PAGE_FIELDS : undefined;
  const problem = slicingProblem(listSize, sizes.length);
  return { size, below, ...(problem !== undefined && { problem }) };
}

/**
 * Checks `requireOneSlicingArgument`; an argument that is null, or absent without a default, does not count as given.
 */
function slicingProblem(listSize: ListSize | undefined, given: number): string | undefined {
  const { slicingArguments = [], requireOneSlicingArgument = true } = listSize ?? {};
  if (slicingArguments.length === 0 || !requireOneSlicingArgument || given === 1) return undefined;
  return `must have exactly one of the arguments ${slicingArguments.join(', ')}, and has ${given}.`;
}

export const isList = (type: GraphQLOutputType): boolean =>
  isListType(isNonNullType(type) ? type.ofType : type);

/** Whether the type looks like a page of a Relay connection. */
function isConnection(type: GraphQLNamedType): boolean {
  if (!isObjectType(type)) return false;
  const fields = type.getFields();
  return 'pageInfo' in fields && ('edges' in fields || 'nodes' in fields);
}

/** The number at `argument` or `argument.field`, or the schema's default for it. */
function sliceOf(
  field: GraphQLField<unknown, unknown>,
  path: string,
  given: readonly ArgumentNode[],
  variables: Variables,
): number | undefined {
  const [name, ...rest] = path.split('.');
  const node = given.find((argument) => argument.name.value === name)?.value;
  const own = node && valueAt(node, rest, variables);
  // An explicit null counts as given; the default applies only to an absent argument.
  const value =
    own !== undefined
      ? own
      : inObject(field.args.find((argument) => argument.name === name)?.defaultValue, rest);
  return typeof value === 'number' ? value : undefined;
}

function valueAt(node: ValueNode, path: readonly string[], variables: Variables): unknown {
  if (node.kind === Kind.VARIABLE) return inObject(variables[node.name.value], path);
  const [name, ...rest] = path;
  if (node.kind === Kind.NULL) return null;
  if (name === undefined) return node.kind === Kind.INT ? Number(node.value) : undefined;
  if (node.kind !== Kind.OBJECT) return undefined;
  const below = node.fields.find((field) => field.name.value === name)?.value;
  return below && valueAt(below, rest, variables);
}

const inObject = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (object, name) =>
      typeof object === 'object' && object !== null
        ? (object as Readonly<Record<string, unknown>>)[name]
        : undefined,
    value,
  );
