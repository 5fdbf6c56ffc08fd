import { createCatalogService } from '@counterstep/catalog';
import { createCustomersService } from '@counterstep/customers';
import { createInventoryService } from '@counterstep/inventory';
import { createNotificationsService } from '@counterstep/notifications';
import { createOrdersService } from '@counterstep/orders';
import { createPaymentsService } from '@counterstep/payments';
import { createLogger } from '@counterstep/platform';
import type { Service } from '@counterstep/platform/server';
import { createShippingService } from '@counterstep/shipping';
import type { DomainService, DomainConfig } from './messages.ts';

type Given = Parameters<typeof createCatalogService>[1];

const starts: Readonly<Record<DomainService, (config: DomainConfig, given: Given) => Promise<Service>>> = {
  catalog: ({ catalog }, given) => createCatalogService(catalog, given),
  customers: ({ customers }, given) => createCustomersService(customers, given),
  inventory: ({ inventory }, given) => createInventoryService(inventory, given),
  orders: ({ orders }, given) => createOrdersService(orders, given),
  payments: ({ payments }, given) => createPaymentsService(payments, given),
  shipping: ({ shipping }, given) => createShippingService(shipping, given),
  notifications: ({ notifications }, given) => createNotificationsService(notifications, given),
};

/** Starts domain services in this thread; when one cannot start, the others are stopped. */
export async function startServices(
  config: DomainConfig,
  names: readonly DomainService[],
): Promise<readonly Service[]> {
  const given = { log: createLogger(undefined, config.logLevel) };
  const starting = names.map((name) => starts[name](config, given));
  try {
    return await Promise.all(starting);
  } catch (error) {
    // Nothing may be still starting when the others are stopped.
    for (const each of await Promise.allSettled(starting))
      if (each.status === 'fulfilled') await each.value.stop();
    throw error;
  }
}
