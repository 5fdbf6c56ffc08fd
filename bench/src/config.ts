import { readEmbeddedConfig, type EmbeddedConfig } from '@counterstep/embedded';

/** The configuration of the system under test. */
export const readConfig = (): Promise<EmbeddedConfig> => readEmbeddedConfig();

/** The environment that the system under test inherits. */
export const inheritedEnvironment = (): Readonly<Record<string, string>> => ({
  PATH: process.env['PATH'] ?? '',
});
