import type { Clock } from '@counterstep/service-kit';
import type { StepHandlers } from '@counterstep/service-kit/server';
import type { Context } from './context.ts';
import type { InventoryStore } from './inventory-store.ts';
import { reservingSteps } from './reserving-steps.ts';
import { settlingSteps } from './settling-steps.ts';

/** All steps of inventory. */
export const createSteps = (inventory: InventoryStore, clock: Clock) =>
  ({
    ...reservingSteps(inventory, clock),
    ...settlingSteps(inventory, clock),
  }) satisfies StepHandlers<Context>;
