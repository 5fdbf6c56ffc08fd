import { readCatalogConfig } from '@counterstep/catalog';
import { readCoordinatorConfig } from '@counterstep/coordinator';
import { readCustomersConfig } from '@counterstep/customers';
import { readGatewayConfig } from '@counterstep/gateway';
import { readInventoryConfig } from '@counterstep/inventory';
import { readNotificationsConfig } from '@counterstep/notifications';
import { readOrdersConfig } from '@counterstep/orders';
import { readPaymentsConfig } from '@counterstep/payments';
import {
  commonVariables,
  givenVariables,
  readVariables,
  type Environment,
  type TelemetryConfig,
  logOutputConfig,
  InvalidConfiguration,
} from '@counterstep/service-kit';
import { loadKeys, makeInternalKeys, noKeys, type CallingService } from '@counterstep/identity';
import { readShippingConfig } from '@counterstep/shipping';
import { supergraphSdl } from '@counterstep/schema';

export type AllInOneConfig = Awaited<ReturnType<typeof readConfig>>;

/**
 * The configuration of every service: the gateway listens where the environment says, the others on free ports of
 * loopback. By default only warnings are logged, so that the banner stays readable.
 *
 * @throws {InvalidConfiguration} when a variable is wrong.
 */
export async function readConfig(given: Environment = process.env) {
  const environment: Environment = { LOG_LEVEL: 'warn', ...givenVariables(given) };
  const common = readVariables(commonVariables, environment);
  const keysOf = await keysFrom(environment, common);
  // The services speak to each other over loopback, in plain HTTP; the authorities are still those of MongoDB.
  const plain = { TLS_CERT_FILE: '', TLS_KEY_FILE: '' };
  const place = { HOST: '127.0.0.1', PORT: '0', METRICS_PORT: '' };
  const hidden = { ...environment, ...keysOf('coordinator'), ...plain, ...place };
  // The gateway asks them over loopback, and tells what all of them say.
  const inside = { metrics: { at: 'service', runtime: 'none' } } as const;
  const inThread = { metrics: { at: 'service', runtime: 'thread' } } as const;
  const gateway = named('gateway', await readGatewayConfig({ ...environment, ...keysOf('gateway') }));
  return {
    dataDir: common.DATA_DIR,
    mongoUri: common.MONGO_URI,
    logLevel: common.LOG_LEVEL,
    logOutput: logOutputConfig(common),
    demoData: readCustomersConfig(hidden).demoData,
    catalog: { ...named('catalog', readCatalogConfig(hidden)), ...inside },
    customers: { ...named('customers', readCustomersConfig(hidden)), ...inside },
    inventory: { ...named('inventory', readInventoryConfig(hidden)), ...inside },
    orders: { ...named('orders', readOrdersConfig(hidden)), ...inside },
    payments: { ...named('payments', readPaymentsConfig(hidden)), ...inside },
    shipping: { ...named('shipping', readShippingConfig(hidden)), ...inside },
    notifications: { ...named('notifications', readNotificationsConfig(hidden)), ...inside },
    coordinator: { ...named('coordinator', readCoordinatorConfig(hidden)), ...inThread },
    gateway: environment['SUPERGRAPH_FILE'] ? gateway : { ...gateway, supergraph: { sdl: supergraphSdl() } },
  };
}

/** Each service has a name of its own in traces and metrics; one that is given for the process is its beginning. */
function named<Config extends { readonly telemetry?: TelemetryConfig | undefined }>(
  service: string,
  config: Config,
): Config {
  const { telemetry } = config;
  if (telemetry === undefined) return config;
  const process = telemetry.serviceName;
  const serviceName = process === undefined ? service : `${process}-${service}`;
  return { ...config, telemetry: { ...telemetry, serviceName } };
}

const SESSION_KEYS = ['SESSION_PRIVATE_KEY', 'SESSION_PUBLIC_KEYS'] as const;

/**
 * The keys of the services as variables. In production nothing is made that has to last: those of sessions are given, and
 * the internal ones are known to nobody but this process.
 *
 * @throws {InvalidConfiguration} when keys of sessions are missing in production.
 */
async function keysFrom(
  environment: Environment,
  { NODE_ENV, DATA_DIR }: { readonly NODE_ENV: string; readonly DATA_DIR: string },
) {
  if (NODE_ENV !== 'production') return ownKeys(environment, DATA_DIR);
  const missing = SESSION_KEYS.filter((name) => !environment[name]);
  if (missing.length > 0)
    throw new InvalidConfiguration(
      `${missing.join(' and ')} must be set in production. npm run keys prints new ones.`,
    );
  const made = await makeInternalKeys();
  return (service: CallingService) => ({
    INTERNAL_PRIVATE_KEY: JSON.stringify(made[service]),
    INTERNAL_PUBLIC_KEYS: JSON.stringify(made.internalPublic),
  });
}

/**
 * The keys of the data folder as variables: the services of one process need each other's, and nobody else needs them.
 * Keys of sessions that the environment gives are kept.
 */
async function ownKeys(environment: Environment, dataDir: string) {
  const variables = async (service: string) => {
    const keys = await loadKeys(noKeys, dataDir, service, false);
    return {
      SESSION_PRIVATE_KEY: environment['SESSION_PRIVATE_KEY'] ?? JSON.stringify(keys.sessionPrivate),
      SESSION_PUBLIC_KEYS: environment['SESSION_PUBLIC_KEYS'] ?? JSON.stringify(keys.sessionPublic),
      INTERNAL_PRIVATE_KEY: JSON.stringify(keys.internalPrivate),
      INTERNAL_PUBLIC_KEYS: JSON.stringify(keys.internalPublic),
    };
  };
  const found = { gateway: await variables('gateway'), coordinator: await variables('coordinator') };
  return (service: keyof typeof found) => found[service];
}

/** What the demonstration is told by the environment and the command line. */
export function demoUrl(environment = process.env): string {
  const given = givenVariables(environment);
  return given['GATEWAY_URL'] ?? `http://127.0.0.1:${given['PORT'] ?? '4000'}`;
}
