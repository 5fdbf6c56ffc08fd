import { newestDefinition } from '@counterstep/coordinator/sagas';
import type { SagaDefinition } from '@counterstep/saga-engine';

/** The newest definitions of all sagas of the shop. */
export const shopSagas: readonly SagaDefinition[] = [
  'PlaceOrder',
  'CancelOrder',
  'MoveParcel',
  'ReturnOrder',
  'RefundOrder',
].map(newestDefinition);

/** One definition with the steps of all, to draw traits from, and to know the documents of. */
export const allSteps: SagaDefinition = {
  name: 'Shop',
  version: 1,
  inputType: 'ShopInput',
  steps: shopSagas.flatMap(({ steps }) => steps),
  afterCompensation: shopSagas.flatMap(({ afterCompensation = [] }) => afterCompensation),
};
