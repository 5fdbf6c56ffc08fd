import { startSagaService } from '@counterstep/saga-service';
import type { Foundation, Service } from '@counterstep/service-kit/server';
import type { CoordinatorConfig } from './config.ts';
import { shop } from './domain.ts';

export { readConfig as readCoordinatorConfig, type CoordinatorConfig } from './config.ts';

/**
 * Starts a coordinator: the shop on the saga service.
 *
 * @throws {IllegalDefinitions} when a saga's definition is wrong.
 */
export const createCoordinatorService = (
  config: CoordinatorConfig,
  given?: Partial<Foundation>,
): Promise<Service> => startSagaService(shop(config), config, given);
