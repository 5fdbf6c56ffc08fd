import { readCatalogConfig } from '@counterstep/catalog';
import { readCoordinatorConfig } from '@counterstep/coordinator';
import { readCustomersConfig } from '@counterstep/customers';
import { readGatewayConfig } from '@counterstep/gateway';
import { readInventoryConfig } from '@counterstep/inventory';
import { readNotificationsConfig } from '@counterstep/notifications';
import { readOrdersConfig } from '@counterstep/orders';
import { readPaymentsConfig } from '@counterstep/payments';
import { commonVariables, readVariables } from '@counterstep/platform';
import { readShippingConfig } from '@counterstep/shipping';
import { supergraphSdl } from '@counterstep/schema';

export type EmbeddedConfig = Awaited<ReturnType<typeof readConfig>>;

/**
 * The configuration of every service: the gateway listens where the environment says, the others on free ports of
 * loopback. By default only warnings are logged, so that the banner stays readable.
 *
 * @throws {InvalidConfiguration} when a variable is wrong.
 */
export async function readConfig(given: Readonly<Record<string, string | undefined>> = process.env) {
  const environment = { ...given, LOG_LEVEL: given['LOG_LEVEL'] ?? 'warn' };
  const hidden = { ...environment, HOST: '127.0.0.1', PORT: '0' };
  const common = readVariables(commonVariables, environment);
  const gateway = await readGatewayConfig(environment);
  return {
    dataDir: common.DATA_DIR,
    mongoUri: common.MONGO_URI,
    logLevel: common.LOG_LEVEL,
    demoData: readCustomersConfig(hidden).demoData,
    catalog: readCatalogConfig(hidden),
    customers: readCustomersConfig(hidden),
    inventory: readInventoryConfig(hidden),
    orders: readOrdersConfig(hidden),
    payments: readPaymentsConfig(hidden),
    shipping: readShippingConfig(hidden),
    notifications: readNotificationsConfig(hidden),
    coordinator: readCoordinatorConfig(hidden),
    gateway: given['SUPERGRAPH_FILE'] ? gateway : { ...gateway, supergraph: { sdl: supergraphSdl() } },
  };
}

/** What the demonstration is told by the environment and the command line. */
export const demoUrl = (given = process.env): string =>
  given['GATEWAY_URL'] ?? `http://127.0.0.1:${given['PORT'] ?? '4000'}`;
