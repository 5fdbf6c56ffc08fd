import type { SagaRunner } from '@counterstep/saga-engine';
import { followSubscription, type FollowOptions } from '../follow-subscription.ts';
import { PaymentSettledDocument } from '../generated/payments.ts';

export interface WakesOptions extends FollowOptions {
  readonly runner: Pick<SagaRunner, 'wake'>;
}

/**
 * Wakes each saga whose payment has news. This only shortens the wait until the step asks again; payments' answer to
 * the step decides.
 *
 * @returns what ends it.
 */
export function startWakes({ runner, ...subgraph }: WakesOptions): () => Promise<void> {
  return followSubscription(
    PaymentSettledDocument,
    ({ paymentSettled: { sagaId } }) => {
      runner.wake(sagaId).catch((error: unknown) => {
        subgraph.log.debug({ err: error, sagaId }, 'a saga cannot be woken; it goes on by itself');
      });
    },
    subgraph,
  );
}
