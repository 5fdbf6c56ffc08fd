import {
  boundedMessage,
  CodedError,
  errorCodes,
  RateLimited,
  type ErrorCode,
  type Trace,
} from '@counterstep/service-kit';
import {
  GraphQLError,
  type ExecutionResult,
  type FormattedExecutionResult,
  type GraphQLFormattedError,
} from 'graphql';
import { IncompleteAnswer } from '../completion.ts';
import type { GatewayContext } from '../context.ts';

/** Codes that the gateway itself gives to malformed requests. */
const requestCodes: ReadonlySet<string> = new Set([
  'BAD_REQUEST',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_IN_LIST',
  'QUERY_NOT_IN_SAFELIST',
]);

const registeredCodes = Object.entries(errorCodes).flatMap(([code, spec]) => (spec.public ? [code] : []));

/** Codes that clients see as another one, which tells whether to try again. */
const shownAs: ReadonlyMap<string, ErrorCode> = new Map(
  Object.entries(errorCodes).flatMap(([code, spec]) => ('shownAs' in spec ? [[code, spec.shownAs]] : [])),
);

/** An error in its public form, and whether that form hides the cause. */
export interface PresentedError {
  readonly formatted: GraphQLFormattedError;
  readonly masked: boolean;
}

/** The one place where errors get their public form. */
export interface ErrorExit {
  /** The public form of an error, without a correlation id. */
  readonly present: (error: unknown) => PresentedError;
  /** The public forms of an operation's errors; logs what they hide. */
  readonly presentAll: (
    errors: readonly unknown[],
    context: GatewayContext,
  ) => readonly GraphQLFormattedError[];
  /** The public form of a result. */
  readonly presentResult: (result: ExecutionResult, context: GatewayContext) => FormattedExecutionResult;
}

/** Passes registered public codes and `furtherCodes` of subgraphs, and masks everything else. */
export function createErrorExit(furtherCodes: readonly string[] = []): ErrorExit {
  const publicCodes = new Set([...registeredCodes, ...furtherCodes]);
  publicCodes.delete('INTERNAL_SERVER_ERROR');
  const present = (error: unknown): PresentedError => {
    const code = codeOf(error);
    if (originalOf(error) instanceof IncompleteAnswer) return passed(error, 'INTERNAL_SERVER_ERROR');
    const ofRequest = requestCodes.has(code) && !isFromSubgraph(error);
    return ofRequest || publicCodes.has(code) ? passed(error, code) : masked(error, shownAs.get(code));
  };
  const presentAll: ErrorExit['presentAll'] = (errors, context) =>
    errors.map((error) => {
      const { formatted, masked: unexpected } = present(error);
      if (unexpected) logUnexpected(error, context);
      return withCorrelationId(formatted, context.correlationId);
    });
  return {
    present,
    presentAll,
    presentResult: ({ data, errors }, context) => ({
      ...(errors && { errors: presentAll(errors, context) }),
      ...(data === undefined ? {} : { data }),
    }),
  };
}

/** Adds the id under which the log has the details. */
export const withCorrelationId = (
  error: GraphQLFormattedError,
  correlationId: string,
): GraphQLFormattedError => ({ ...error, extensions: { ...error.extensions, correlationId } });

/** Adds the id of the operation's trace to a result, if it is traced. */
export const withTraceId = <R extends Pick<FormattedExecutionResult, 'extensions'>>(
  result: R,
  { traceId }: Pick<Trace, 'traceId'>,
): R => (traceId === undefined ? result : { ...result, extensions: { ...result.extensions, traceId } });

/** Logs the details that the client does not see. */
export function logUnexpected(error: unknown, { log }: GatewayContext): void {
  const { path, extensions } = error instanceof GraphQLError ? error : {};
  const cause = (error instanceof GraphQLError ? error.originalError : undefined) ?? error;
  log.error({ err: cause, path, subgraph: extensions?.['serviceName'] }, 'unexpected error');
}

/** How long a client must wait before every rate-limited error may be retried, in seconds; undefined without any. */
export function retryAfterOf(errors: readonly GraphQLFormattedError[]): number | undefined {
  const seconds = errors.flatMap(({ extensions }) => {
    const value = extensions?.['retryAfter'];
    return typeof value === 'number' ? [value] : [];
  });
  return seconds.length > 0 ? Math.max(...seconds) : undefined;
}

const originalOf = (error: unknown): unknown =>
  error instanceof GraphQLError ? (error.originalError ?? error) : error;

function codeOf(error: unknown): string {
  const original = originalOf(error);
  if (original instanceof CodedError) return original.code;
  const code = error instanceof GraphQLError ? error.extensions['code'] : undefined;
  return typeof code === 'string' ? code : 'INTERNAL_SERVER_ERROR';
}

const isFromSubgraph = (error: unknown): boolean =>
  error instanceof GraphQLError && 'serviceName' in error.extensions;

function passed(error: unknown, code: string): PresentedError {
  const original = originalOf(error);
  const argument: unknown = error instanceof GraphQLError ? error.extensions['argument'] : undefined;
  const retryAfter = retryAfterIn(error);
  const message =
    original instanceof Error || error instanceof GraphQLError ? messageOf(error, original) : code;
  const extensions = {
    code,
    ...(argument === undefined ? {} : { argument }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  };
  return { masked: false, formatted: { ...placeOf(error), message: boundedMessage(message), extensions } };
}

/** In seconds, at least 1. */
function retryAfterIn(error: unknown): number | undefined {
  const original = originalOf(error);
  if (original instanceof RateLimited) return original.retryAfterSeconds;
  const told: unknown = error instanceof GraphQLError ? error.extensions['retryAfter'] : undefined;
  return typeof told === 'number' && told >= 1 && told <= LONGEST_RETRY_S ? told : undefined;
}

/** One day, the longest delay that is accepted from a subgraph. */
const LONGEST_RETRY_S = 86_400;

const messageOf = (error: unknown, original: unknown): string =>
  original instanceof CodedError ? original.message : (error as Error).message;

const masked = (error: unknown, code: ErrorCode = 'INTERNAL_SERVER_ERROR'): PresentedError => ({
  masked: true,
  formatted: {
    ...placeOf(error),
    message: code === 'INTERNAL_SERVER_ERROR' ? 'Something unexpected happened.' : errorCodes[code].meaning,
    extensions: { code },
  },
});

/** The most locations of one error: errors about conflicting fields list all of them. */
const MAX_LOCATIONS = 10;

function placeOf(error: unknown): Pick<GraphQLFormattedError, 'path' | 'locations'> {
  if (!(error instanceof GraphQLError)) return {};
  const { path, locations } = error.toJSON();
  return { ...(path && { path }), ...(locations && { locations: locations.slice(0, MAX_LOCATIONS) }) };
}
