import type { GatewayContext } from '../context.ts';
import type { Revocations } from '../identity/revocations.ts';
import { remainingMs } from '../identity/sessions.ts';
import type { ClientQuotas } from '../quotas.ts';
import { Delivery } from './delivery.ts';
import type { Sharing, SubscriptionRequest } from './sharing.ts';

export interface OpeningOptions {
  readonly sharing: Sharing;
  readonly quotas: Pick<ClientQuotas, 'subscription'>;
  readonly revocations: Pick<Revocations, 'watch'>;
  readonly now: () => number;
  /** Called for each subscription; the function that it returns is called when the subscription has ended. */
  readonly onOpening?: (subgraph: string) => () => void;
}

/**
 * Opens a subscription of any transport and charges it to its client's quotas until its delivery ends. `within` is the
 * socket, or its equivalent, that holds several subscriptions.
 *
 * @throws {RateLimited} when the client has too many.
 */
export type OpenSubscription = (
  context: GatewayContext,
  within: object,
  /** Called only after the quotas allow the subscription, since planning takes time. */
  prepare: () => Omit<SubscriptionRequest, 'context'>,
) => Delivery;

export const createOpening =
  ({
    sharing,
    quotas,
    revocations,
    now,
    onOpening = () => () => undefined,
  }: OpeningOptions): OpenSubscription =>
  (context, within, prepare) => {
    const release = quotas.subscription(context, within);
    try {
      const request = prepare();
      const reader = sharing.subscribe({ ...request, context });
      const closed = onOpening(request.plan.subgraph);
      const ended = (): void => {
        closed();
        unwatch();
        release();
      };
      const delivery = new Delivery(reader, remainingMs(context.identity, now()), ended);
      const unwatch = revocations.watch(context.identity, () => {
        delivery.revoke();
      });
      return delivery;
    } catch (error) {
      release();
      throw error;
    }
  };
