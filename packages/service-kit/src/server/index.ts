export { CLOCK_HEADER } from '@counterstep/primitives';
export {
  connectionOf,
  emptyConnection,
  idsArgument,
  orderOf,
  type Connection,
  type ConnectionArgs,
  type OrderByArgument,
  within,
  type PageInfo,
} from '@counterstep/document-store';
export * from './clock-header.ts';
export * from './context.ts';
export {
  closeSocket,
  serveGraphqlSockets,
  TOO_MUCH,
  type GraphqlSocketsOptions,
  type SocketExtra,
  type SocketLimits,
  type SocketProtocol,
} from './graphql-sockets.ts';
export type { ConnectionLimits } from './connections.ts';
export { Draining, NOT_TAKEN_HEADER } from './draining.ts';
export * from './http.ts';
export * from './listen.ts';
export { Counter, Gauge, Histogram, Registry } from './metric-families.ts';
export * from './metrics.ts';
export * from './operation-metrics.ts';
export type { MetricsEndpoint } from './metrics-endpoint.ts';
export * from './networks.ts';
export * from './quota.ts';
export * from './request-spans.ts';
export * from './run-service.ts';
export { answerWhileStarting, type Starting } from './starting.ts';
export { withLiteralErrors } from './scalars.ts';
export * from './steps.ts';
export { boundOf, installTextBounds, MAX_ITEMS, type TextBound } from './text-bounds.ts';
export * from './tls-clients.ts';
export { openFoundation, startSubgraph, type Foundation, type SubgraphOptions } from './subgraph.ts';
export * from './webhooks.ts';
