import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { boundedMessage } from '../bounds.ts';
import { BadUserInput, CodedError, RateLimited } from '@counterstep/primitives';
import type { Logger } from '../log.ts';

/**
 * Makes the formatter for errors that leave a subgraph: it keeps registered codes, and masks and logs all other errors.
 */
export function formatSubgraphError(log: Logger) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const original = unwrapResolverError(error);
    if (original instanceof CodedError) {
      const message = boundedMessage(original.message);
      return { ...formatted, message, extensions: { code: original.code, ...detailsOf(original) } };
    }
    const code =
      isMalformedLiteral(original) || isTooManyErrors(original)
        ? 'BAD_USER_INPUT'
        : formatted.extensions?.['code'];
    if (original instanceof GraphQLError && code !== 'INTERNAL_SERVER_ERROR')
      return withCode(formatted, code);
    log.error({ err: original }, 'unexpected error');
    return withCode({ ...formatted, message: 'Something unexpected happened.' }, 'INTERNAL_SERVER_ERROR');
  };
}

const detailsOf = (error: CodedError): Record<string, unknown> => ({
  ...(error instanceof BadUserInput && { argument: error.argument }),
  ...(error instanceof RateLimited && { retryAfter: error.retryAfterSeconds }),
});

/** Whether a document is invalid because of a literal that its scalar rejects. */
const isMalformedLiteral = (error: unknown): boolean =>
  error instanceof GraphQLError &&
  error.originalError instanceof GraphQLError &&
  error.originalError.extensions['code'] === 'BAD_USER_INPUT';

/** Whether this is graphql-js's substitute for further errors in variables. */
const isTooManyErrors = (error: unknown): boolean =>
  error instanceof GraphQLError && error.message.startsWith('Too many errors processing variables');

function withCode(formatted: GraphQLFormattedError, code: unknown): GraphQLFormattedError {
  const { message, path, locations } = formatted;
  return {
    message: boundedMessage(message),
    ...(path && { path }),
    ...(locations && { locations }),
    extensions: { code },
  };
}

/** Makes a GraphQL error of a coded error, with the HTTP status for refusing the whole request. */
export const refusal = (error: CodedError, status: number): GraphQLError =>
  new GraphQLError(error.message, { extensions: { code: error.code, http: { status } } });
