import {
  createGraphqlClient as open,
  OperationFailed,
  type GraphqlAnswer,
  type GraphqlClient,
  type GraphqlError,
} from '@counterstep/graphql-client';
import { DEMO_PASSWORD, demoToken, type DemoName } from '@counterstep/schema/demo';

export { DEMO_PASSWORD as PASSWORD, OperationFailed };
export type { GraphqlAnswer as Answer, GraphqlClient as Client, GraphqlError };

/** The errors with which an operation fails; throws when it succeeds, or fails in another way. */
export async function failureOf(operation: Promise<unknown>): Promise<readonly GraphqlError[]> {
  const outcome = await operation.catch((error: unknown) => error);
  if (outcome instanceof OperationFailed) return outcome.errors;
  throw outcome instanceof Error ? outcome : new Error(`It did not fail: ${JSON.stringify(outcome)}`);
}

export const createGraphqlClient = (url: string, token?: string): GraphqlClient => open({ url, token });

/** Logs a demo customer in, such as `ada`. */
export async function logIn(url: string, name: DemoName): Promise<GraphqlClient> {
  const anybody = createGraphqlClient(url);
  const token = await demoToken((query, variables) => anybody.ask(query, variables), name);
  return createGraphqlClient(url, token);
}
