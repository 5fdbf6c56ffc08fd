import type { SagaDefinition } from '@counterstep/saga-engine';
import { askForPayment } from './ask-for-payment/definition.ts';
import { cancelOrder2 } from './cancel-order/definition-2.ts';
import { cancelOrder } from './cancel-order/definition.ts';
import { moveParcel } from './move-parcel/definition.ts';
import { placeOrder } from './place-order/definition.ts';
import { placeOrder2 } from './place-order/definition-2.ts';
import { refundOrder } from './refund-order/definition.ts';
import { returnOrder } from './return-order/definition.ts';

/** Every saga definition that a coordinator knows. */
export const definitions: readonly SagaDefinition[] = [
  placeOrder,
  placeOrder2,
  cancelOrder,
  refundOrder,
  moveParcel,
  cancelOrder2,
  returnOrder,
  askForPayment,
];

/**
 * The newest definition of a saga, which new sagas use.
 *
 * @throws {Error} when there is none.
 */
export function newestDefinition(name: string): SagaDefinition {
  const [newest] = definitions
    .filter((definition) => definition.name === name)
    .sort((one, other) => other.version - one.version);
  if (newest === undefined) throw new Error(`There is no saga ${name}.`);
  return newest;
}
