import { readAllInOneConfig, type AllInOneConfig } from '@counterstep/all-in-one';

/** The configuration of the system under test. */
export const readConfig = (): Promise<AllInOneConfig> => readAllInOneConfig();

/** The environment that the system under test inherits. */
export const inheritedEnvironment = (): Readonly<Record<string, string>> => ({
  PATH: process.env['PATH'] ?? '',
});
