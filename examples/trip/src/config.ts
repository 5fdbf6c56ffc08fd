import { fileURLToPath } from 'node:url';
import {
  commonVariables,
  portVariable,
  readVariables,
  serviceConfig,
  urlVariable,
  type ServiceConfig,
} from '@counterstep/service-kit';
import { sagaServiceConfig, sagaVariables, type SagaServiceConfig } from '@counterstep/saga-service';
import { ports, type SubgraphName } from './schema.ts';

/** The configuration of a subgraph: the variables that every service has. */
export const readConfig = (name: SubgraphName, environment = process.env): ServiceConfig =>
  serviceConfig(readVariables({ ...commonVariables, PORT: portVariable(ports[name]) }, environment));

/** The configuration of the saga service: the variables of every service, and those of its engine. */
export function readSagaConfig(environment = process.env): SagaServiceConfig {
  const variables = { ...commonVariables, ...sagaVariables, PORT: portVariable(ports.coordinator) };
  const values = readVariables(variables, environment);
  return sagaServiceConfig(values, serviceConfig(values));
}

const participants = {
  FLIGHTS_URL: urlVariable(`http://127.0.0.1:${ports.flights}`, 'Where flights answers'),
  HOTELS_URL: urlVariable(`http://127.0.0.1:${ports.hotels}`, 'Where hotels answers'),
  CARDS_URL: urlVariable(`http://127.0.0.1:${ports.cards}`, 'Where cards answers'),
};

/** The addresses of the participants, by name. */
export function participantUrls(environment = process.env): Readonly<Record<string, string>> {
  const { FLIGHTS_URL, HOTELS_URL, CARDS_URL } = readVariables(participants, environment);
  return { flights: FLIGHTS_URL, hotels: HOTELS_URL, cards: CARDS_URL };
}

/** The settings of the start script. */
export interface StartSettings {
  readonly environment: NodeJS.ProcessEnv;
  readonly dataDir: string;
  readonly gatewayPort: number;
  /** Whether the services behind the gateway take free ports too. */
  readonly freePorts: boolean;
  readonly python: string;
}

/** `PORT=0` takes free ports for all; `PYTHON` is the Python that `cards/make-venv` prints. */
export function startSettings(environment = process.env): StartSettings {
  const gatewayPort = Number(environment['PORT'] ?? '4000');
  return {
    environment: { ...environment, NODE_ENV: 'development' },
    dataDir: environment['DATA_DIR'] ?? './data',
    gatewayPort,
    freePorts: gatewayPort === 0,
    python: environment['PYTHON'] ?? fileURLToPath(new URL('../cards/.venv/bin/python', import.meta.url)),
  };
}
