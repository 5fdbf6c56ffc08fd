import {
  commonVariables,
  portVariable,
  readVariables,
  serviceConfig,
  type ServiceConfig,
} from '@counterstep/service-kit';

export const variables = { ...commonVariables, PORT: portVariable(8000) };

/** @throws {InvalidConfiguration} when a variable is wrong. */
export const readConfig = (environment = process.env): ServiceConfig =>
  serviceConfig(readVariables(variables, environment));
