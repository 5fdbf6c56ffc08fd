export { createGraphqlClient, type GraphqlClient, type GraphqlClientOptions } from './client.ts';
export { NoAnswer, OperationFailed, type GraphqlAnswer, type GraphqlError } from './answer.ts';
