import type { ApolloServerPlugin } from '@apollo/server';
import {
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Registry } from 'prom-client';
import { CodedError } from '@counterstep/primitives';
import { operationDurations } from './metric-families.ts';

/** The outcome of an operation: `refused` is the caller's fault, `failed` the system's. */
export type OperationOutcome = 'ok' | 'refused' | 'failed';

type Fragments = Readonly<Partial<Record<string, FragmentDefinitionNode>>>;

export interface OperationMetrics {
  /** Counts a valid operation with its errors and its duration, in seconds. */
  observe(
    operation: OperationDefinitionNode,
    fragments: Fragments,
    errors: readonly Error[] | undefined,
    seconds: number,
  ): void;
}

/** Codes of errors that a better request could not have avoided; an error without a code is one of these. */
const systemCodes: ReadonlySet<unknown> = new Set([
  undefined,
  'INTERNAL_SERVER_ERROR',
  'SERVICE_UNAVAILABLE',
  'DOWNSTREAM_SERVICE_ERROR',
  'STORE_UNAVAILABLE',
  'STORE_FULL',
  'STORE_LOCKED',
  'BUSY',
  'WRITE_REJECTED',
  'PROVIDER_UNAVAILABLE',
]);

const codeOf = (error: Error): unknown => {
  if (error instanceof CodedError) return error.code;
  const { extensions, originalError } = error as Partial<GraphQLError>;
  return extensions?.['code'] ?? (originalError instanceof CodedError ? originalError.code : undefined);
};

/** The outcome of an operation with these errors. */
export function outcomeOf(errors: readonly Error[] = []): OperationOutcome {
  if (errors.length === 0) return 'ok';
  return errors.some((error) => systemCodes.has(codeOf(error))) ? 'failed' : 'refused';
}

/** The root field of a valid operation, or `several`; the schema, and not the client, limits the possible values. */
export function rootFieldOf({ selectionSet }: OperationDefinitionNode, fragments: Fragments): string {
  const found = new Set<string>();
  const spread = new Set<string>();
  const visit = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (found.size > 1) return;
      if (selection.kind === Kind.FIELD) {
        if (selection.name.value !== '__typename') found.add(selection.name.value);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) visit(selection.selectionSet);
      else if (!spread.has(selection.name.value)) {
        spread.add(selection.name.value);
        const fragment = fragments[selection.name.value];
        if (fragment !== undefined) visit(fragment.selectionSet);
      }
    }
  };
  visit(selectionSet);
  const [only = '__typename', another] = found;
  return another === undefined ? only : 'several';
}

/** Creates metrics of operations in a registry. */
export function createOperationMetrics(registry: Registry): OperationMetrics {
  const durations = operationDurations(registry);
  return {
    observe: (operation, fragments, errors, seconds) => {
      const field = rootFieldOf(operation, fragments);
      durations.observe({ type: operation.operation, field, outcome: outcomeOf(errors) }, seconds);
    },
  };
}

const fragmentsOf = ({ definitions }: DocumentNode): Fragments =>
  Object.fromEntries(
    definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [],
    ),
  );

/** Counts the operations that Apollo Server executes after its validation. */
export const operationPlugin = (metrics: OperationMetrics): ApolloServerPlugin => ({
  requestDidStart: () => {
    const startedAt = performance.now();
    return Promise.resolve({
      willSendResponse: ({ operation, document, errors }) => {
        if (operation && document)
          metrics.observe(operation, fragmentsOf(document), errors, (performance.now() - startedAt) / 1000);
        return Promise.resolve();
      },
    });
  },
});
