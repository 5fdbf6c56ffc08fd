import { GraphQLError } from 'graphql';
import { SubscriptionFailed } from './upstream.ts';

/** Wraps any error as a GraphQLError. */
export const wrapped = (error: unknown): GraphQLError => {
  if (error instanceof GraphQLError) return error;
  const original = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(original.message, { originalError: original });
};

/** The errors that one error of an ended subscription stands for. */
export const unfolded = (error: GraphQLError): readonly Error[] =>
  error.originalError instanceof SubscriptionFailed ? error.originalError.errors : [error];
