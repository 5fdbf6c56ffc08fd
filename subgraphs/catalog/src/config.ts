import {
  commonVariables,
  portVariable,
  readVariables,
  serviceConfig,
  type ServiceConfig,
} from '@counterstep/service-kit';
import { portOf } from '@counterstep/schema';

export const variables = { ...commonVariables, PORT: portVariable(portOf('catalog')) };

/** @throws {InvalidConfiguration} when a variable is invalid. */
export const readConfig = (environment = process.env): ServiceConfig =>
  serviceConfig(readVariables(variables, environment));
