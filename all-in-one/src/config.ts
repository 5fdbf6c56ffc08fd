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
 * Reads the configuration of every service: the gateway listens where the environment says, all others on free loopback
 * ports. By default only warnings are logged, so that the banner stays readable.
 *
 * @throws {InvalidConfiguration} when a variable is wrong.
 */
export async function readConfig(given: Environment = process.env) {
  const environment: Environment = { LOG_LEVEL: 'warn', ...givenVariables(given) };
  const common = readVariables(commonVariables, environment);
  const keysOf = await keysFrom(environment, common);
  // The services talk plain HTTP over loopback; the CA certificates remain, for MongoDB.
  const plain = { TLS_CERT_FILE: '', TLS_KEY_FILE: '' };
  const place = { HOST: '127.0.0.1', PORT: '0', METRICS_PORT: '' };
  const hidden = { ...environment, ...keysOf('coordinator'), ...plain, ...place };
  // The gateway reads their metrics over loopback, and exports them with its own.
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

/** Gives each service its own name in traces and metrics; a name given for the process becomes its prefix. */
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
 * The services' keys as variables. In production, session keys must be given, because they have to last; internal keys
 * are generated for this process alone.
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
 * The keys of the data folder as variables, shared because all services run in one process. Session keys given by the
 * environment take precedence.
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

/** The gateway's URL, from the environment. */
export function demoUrl(environment = process.env): string {
  const given = givenVariables(environment);
  return given['GATEWAY_URL'] ?? `http://127.0.0.1:${given['PORT'] ?? '4000'}`;
}
