export * from './connection.ts';
export * from './context.ts';
export * from './http.ts';
export * from './run-service.ts';
export * from './step-records.ts';
export { withLiteralErrors } from './scalars.ts';
export * from './steps.ts';
export { openFoundation, startSubgraph, type Foundation, type SubgraphOptions } from './subgraph.ts';
