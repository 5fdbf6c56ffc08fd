import { computeResponse } from '@apollo/gateway/dist/resultShaping.js';
import { operationFromDocument, type Schema } from '@apollo/federation-internals';
import { GraphQLError, Kind, type ExecutionResult, type FormattedExecutionResult } from 'graphql';
import { fetchedPaths } from './http/fetched-paths.ts';
import type { SubgraphSource } from './http/subgraphs.ts';
import type { Operation, Variables } from './operations.ts';

/** A subgraph's answer lacks a value that the schema promises, so an enclosing field had to become null. */
export class IncompleteAnswer extends Error {}

/** The most errors of one answer. */
export const MAX_ANSWER_ERRORS = 1_000;

type Path = readonly (string | number)[];

/**
 * Adds to an executed plan's result the errors that explain its nulls: where subgraphs reported errors, Apollo's
 * executor drops those that say why lists and objects around a missing value became null.
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

/** The errors that Apollo's own shaping of the answer raises for values missing from the subgraphs' answers. */
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

/** The root of one execution's data, reassembled because the executor does not expose it. */
export interface MergedAnswers {
  readonly root: Record<string, unknown>;
  /**
   * Paths whose subgraph answers failed as a whole, with errors that have no path; `@` stands for every item of a list.
   */
  readonly failed: readonly Path[];
  /** Sources that keep their answers for root fields. */
  readonly sources: Readonly<Record<string, SubgraphSource>>;
}

/** Keeps the objects below the root by reference: the executor merges later answers into these same objects. */
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
 * Whether a field is missing because no subgraph knows its entity and only the reference to it became null: the entity
 * does not exist yet, and the schema allows null in its place.
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

/** A set of paths, indexed by prefix so that a lookup takes the same time however many there are. */
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

  /** Whether the set has a path that equals the given one, or lies above or below it. */
  explains(path: Path): boolean {
    if (this.#beginnings.has(JSON.stringify(path))) return true;
    return path.some((_part, index) => this.#whole.has(JSON.stringify(path.slice(0, index + 1))));
  }
}

const incompleteness = ({ message, path }: GraphQLError): GraphQLError =>
  new GraphQLError(message, { path: path ?? null, originalError: new IncompleteAnswer(message) });

/** Wraps an error that is not a GraphQLError as one. */
const proper = (error: unknown): GraphQLError =>
  error instanceof GraphQLError
    ? error
    : new GraphQLError(messageOf(error), { originalError: asError(error) });

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(messageOf(error)));
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
