import { describe, expect, it } from '@jest/globals';
import { mutationsOf } from '@counterstep/saga-service';
import { definitionHash, defaultEngineConfig, Plans } from '@counterstep/saga-engine';
import { placeOrder } from '../../src/sagas/place-order/definition.ts';

describe('the mutation of a step', () => {
  const mutationOf = mutationsOf(new Plans([placeOrder], defaultEngineConfig));
  const saga = { definitionName: 'PlaceOrder', definitionHash: definitionHash(placeOrder) };

  it('is what the definition sends', () => {
    expect(mutationOf(saga, 'sendNotification')).toBe('sendOrderConfirmation');
    expect(mutationOf(saga, 'sendCancellation')).toBe('sendCancellation');
  });

  it('of a version that is not known any more is that of another version', () => {
    expect(mutationOf({ ...saga, definitionHash: 'gone' }, 'sendNotification')).toBe('sendOrderConfirmation');
  });

  it('is not known where no version of the saga has the step', () => {
    expect(mutationOf(saga, 'paint')).toBeUndefined();
    expect(mutationOf({ definitionName: 'Paint', definitionHash: 'gone' }, 'createOrder')).toBeUndefined();
  });
});
