import type { Clock } from '@counterstep/service-kit';
import type { RequestContext } from '@counterstep/service-kit/server';
import type { Loaders } from './loaders.ts';
import type { NotificationStore } from './notification-store.ts';

/** The context of the resolvers of notifications. */
export interface Context extends RequestContext {
  readonly notifications: NotificationStore;
  readonly loaders: Loaders;
  readonly clock: Clock;
}

/** An order, known by its id only. */
export interface OrderReference {
  readonly id: string;
}
