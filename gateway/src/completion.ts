import { computeResponse } from '@apollo/gateway/dist/resultShaping.js';
import { operationFromDocument, type Schema } from '@apollo/federation-internals';
import { GraphQLError, Kind, type ExecutionResult, type FormattedExecutionResult } from 'graphql';
import { fetchedPaths } from './http/fetched-paths.ts';
import type { SubgraphSource } from './http/subgraphs.ts';
import type { Operation, Variables } from './operations.ts';

/** A subgraph's answer does not hold what the schema promises, so that something around it had to become null. */
export class IncompleteAnswer extends Error {}

/** The most errors of one answer. */
export const MAX_ANSWER_ERRORS = 1_000;

type Path = readonly (string | number)[];

/**
 * The result of an executed plan with everything that the client must be told of it: where Apollo's executor has
 * errors of subgraphs, it drops those that say why lists and objects around a missing value have become null.
 */
export function completed(
  result: ExecutionResult | FormattedExecutionResult,
  merged: MergedAnswers,
  complete: (input: Record<string, unknown>) => readonly GraphQLError[],
): ExecutionResult {
  const { data, errors = [], extensions } = result as ExecutionResult;
  const told: readonly unknown[] = errors;
  const missing =
    told.length > 0 && data !== undefined
      ? complete(merged.root)
      : ((extensions?.['valueCompletion'] ?? []) as readonly GraphQLError[]);
  const explained = told.flatMap((error) =>
    error instanceof GraphQLError && error.path ? [error.path] : [],
  );
  const known = new PathSet(explained);
  const isNews = ({ path = [] }: GraphQLError): boolean =>
    !known.explains(path) &&
    !merged.failed.some((pattern) => isBelow(path, pattern)) &&
    !isMissingReference(path, merged.root, data);
  const incomplete = missing.filter(isNews).map(incompleteness);
  const all = [...told.map(proper), ...incomplete].slice(0, MAX_ANSWER_ERRORS);
  return { ...(data === undefined ? {} : { data }), ...(all.length > 0 && { errors: all }) };
}

/** What Apollo's own shaping of the answer finds missing in what the subgraphs have answered. */
export function missingValues(
  apiSchema: Schema,
  operation: Operation,
  variables: Variables,
  input: Record<string, unknown>,
): readonly GraphQLError[] {
  const definitions = [operation.operation, ...Object.values(operation.fragments)];
  const parsed = operationFromDocument(apiSchema, { kind: Kind.DOCUMENT, definitions }, { validate: false });
  return computeResponse({ operation: parsed, variables, input, introspectionHandling: () => null }).errors;
}

/** The root of the data of one execution, put together again: the executor does not hand it out. */
export interface MergedAnswers {
  readonly root: Record<string, unknown>;
  /** Where answers were refused as a whole, with errors that have no path; `@` stands for every item of a list. */
  readonly failed: readonly Path[];
  /** The sources, whose answers for root fields are kept. */
  readonly sources: Readonly<Record<string, SubgraphSource>>;
}

/** What the executor merges into later are the very objects below the root. */
export function keepAnswers(sources: Readonly<Record<string, SubgraphSource>>): MergedAnswers {
  const root: Record<string, unknown> = {};
  const failed: Path[] = [];
  const keeping = (source: SubgraphSource): SubgraphSource => ({
    process: async (call) => {
      const response = await source.process(call);
      const { pathInIncomingRequest: path } = call as { readonly pathInIncomingRequest?: Path };
      const ofRoot = path === undefined || path.length === 0;
      if (response.data == null && response.errors?.some((error) => error.path === undefined))
        failed.push(...(ofRoot ? fetchedPaths(call.request.query ?? '', {}) : [path]));
      if (ofRoot && response.data)
        for (const [name, value] of Object.entries(response.data)) root[name] ??= value;
      return response;
    },
  });
  return {
    root,
    failed,
    sources: Object.fromEntries(Object.entries(sources).map(([name, source]) => [name, keeping(source)])),
  };
}

/**
 * Whether a field is missing because nobody knows the entity that it belongs to, and only the reference to it has become
 * null: something that does not exist yet, which its place in the schema allows for.
 */
function isMissingReference(path: Path, merged: unknown, data: unknown): boolean {
  const entity = path.slice(0, -1);
  const holder = valueAt(data, entity.slice(0, -1));
  return (
    entity.length > 0 &&
    valueAt(merged, path) === undefined &&
    valueAt(merged, entity) !== undefined &&
    typeof holder === 'object' &&
    holder !== null &&
    valueAt(data, entity) === null
  );
}

const valueAt = (root: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null
        ? (value as Readonly<Record<string | number, unknown>>)[part]
        : undefined,
    root,
  );

const isBelow = (path: Path, pattern: Path): boolean =>
  pattern.every((part, index) => part === path[index] || (part === '@' && typeof path[index] === 'number'));

/** Paths by their beginnings, so that looking one up takes no longer for many. */
class PathSet {
  readonly #beginnings = new Set<string>();
  readonly #whole = new Set<string>();

  constructor(paths: readonly Path[]) {
    for (const path of paths) {
      this.#whole.add(JSON.stringify(path));
      for (let length = 1; length <= path.length; length += 1)
        this.#beginnings.add(JSON.stringify(path.slice(0, length)));
    }
  }

  /** Whether one of them stands at, above or below the path. */
  explains(path: Path): boolean {
    if (this.#beginnings.has(JSON.stringify(path))) return true;
    return path.some((_part, index) => this.#whole.has(JSON.stringify(path.slice(0, index + 1))));
  }
}

const incompleteness = ({ message, path }: GraphQLError): GraphQLError =>
  new GraphQLError(message, { path: path ?? null, originalError: new IncompleteAnswer(message) });

/** Some errors come as they were thrown. */
const proper = (error: unknown): GraphQLError =>
  error instanceof GraphQLError
    ? error
    : new GraphQLError(messageOf(error), { originalError: asError(error) });

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(messageOf(error)));
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
