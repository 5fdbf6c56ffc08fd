import { sagaServiceConfig, sagaVariables, type SagaServiceConfig } from '@counterstep/saga-service';
import type { SubgraphName } from '@counterstep/schema';
import {
  commonVariables,
  flagVariable,
  portVariable,
  readVariables,
  serviceConfig,
  urlVariable,
} from '@counterstep/service-kit';

const urlOf = (subgraph: string, port: number) =>
  urlVariable(`http://127.0.0.1:${port}`, `Where ${subgraph} answers, without \`/graphql\`.`);

/** The variables of orders. */
const orderVariables = {
  REQUIRE_VERIFIED_EMAIL: flagVariable(
    false,
    'Whether orders are placed only by customers whose e-mail address is verified.',
  ),
};

export const variables = {
  ...commonVariables,
  PORT: portVariable(9000),
  CATALOG_URL: urlOf('catalog', 8005),
  CUSTOMERS_URL: urlOf('customers', 8006),
  INVENTORY_URL: urlOf('inventory', 8001),
  ORDERS_URL: urlOf('orders', 8000),
  PAYMENTS_URL: urlOf('payments', 8002),
  SHIPPING_URL: urlOf('shipping', 8003),
  NOTIFICATIONS_URL: urlOf('notifications', 8004),
  ...orderVariables,
  ...sagaVariables,
};

export interface CoordinatorConfig extends SagaServiceConfig {
  /** The base URLs of the subgraphs. */
  readonly urls: Readonly<Record<Exclude<SubgraphName, 'coordinator'>, string>>;
  /** Whether customers must have verified their e-mail address before they order. */
  readonly requireVerifiedEmail: boolean;
}

/** @throws {InvalidConfiguration} when a variable is wrong. */
export function readConfig(environment = process.env): CoordinatorConfig {
  const values = readVariables(variables, environment);
  return {
    ...sagaServiceConfig(values, serviceConfig(values)),
    requireVerifiedEmail: values.REQUIRE_VERIFIED_EMAIL,
    urls: {
      catalog: values.CATALOG_URL,
      customers: values.CUSTOMERS_URL,
      inventory: values.INVENTORY_URL,
      orders: values.ORDERS_URL,
      payments: values.PAYMENTS_URL,
      shipping: values.SHIPPING_URL,
      notifications: values.NOTIFICATIONS_URL,
    },
  };
}
