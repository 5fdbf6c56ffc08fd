import type { SagaDefinition } from '../engine/index.ts';
import { cancelOrder } from './cancel-order/definition.ts';
import { placeOrder } from './place-order/definition.ts';

/** Every saga that a coordinator knows. */
export const definitions: readonly SagaDefinition[] = [placeOrder, cancelOrder];
