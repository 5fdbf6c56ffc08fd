export type { CommandResult } from './command.ts';
export * from './core/commands.ts';
export { compensationPlanOf, type CompensationPlan } from './core/compensation-plan.ts';
export * from './core/definition.ts';
export * from './core/instant.ts';
export type { Outcome, StepAnswer } from './core/outcome.ts';
export * from './core/policies.ts';
export * from './core/state.ts';
export * from './core/template.ts';
export { systemEngineClock, type EngineClock } from './clock.ts';
export { defaultEngineConfig, type EngineConfig } from './engine-config.ts';
export { definitionHash, Plans } from './plans.ts';
export type { EngineLog, Failpoint } from './ports.ts';
export * from './runner.ts';
export { sagaIdOf } from './saga-id.ts';
export * from './transport.ts';
export { createGraphqlTransport, type GraphqlTransportOptions } from './graphql-transport.ts';
export type { SagaListener } from './watch.ts';
export {
  assertDefinitions,
  checkDefinitions,
  IllegalDefinitions,
  type Problem,
  type SubgraphSdls,
} from './check/check-definitions.ts';
