import {
  openFoundation,
  startSubgraph,
  type Foundation,
  type Service,
} from '@counterstep/service-kit/server';
import { subgraphSdl } from '@counterstep/schema';
import type { NotificationsConfig } from './config.ts';
import type { Context } from './context.ts';
import { createDelivery } from './delivery.ts';
import { createLoaders } from './loaders.ts';
import { createNotificationStore } from './notification-store.ts';
import { resolvers } from './resolvers.ts';
import { createSmtpMailer } from '@counterstep/service-kit/mail';
import { createSteps } from './steps.ts';

export { readConfig as readNotificationsConfig, type NotificationsConfig } from './config.ts';

export interface NotificationsOverrides extends Partial<Foundation> {
  /** Returns numbers from 0 to below 1. */
  readonly random?: () => number;
}

/** Starts the notifications subgraph. */
export async function createNotificationsService(
  config: NotificationsConfig,
  given: NotificationsOverrides = {},
): Promise<Service> {
  const { random = Math.random, ...parts } = given;
  const foundation = await openFoundation('notifications', config, parts);
  const { store, clock } = foundation;
  const notifications = createNotificationStore(store);
  const smtp = config.smtp && { mailer: createSmtpMailer(config.smtp), timeoutMs: config.smtp.timeoutMs };
  const deliver = createDelivery({ store, notifications, clock, smtp });
  return startSubgraph<Context>({
    name: 'notifications',
    config,
    foundation,
    sdl: subgraphSdl('notifications'),
    resolvers,
    steps: createSteps({ deliver, clock, failureRate: config.failureRate, random }),
    context: (request) => ({ ...request, notifications, clock, loaders: createLoaders(notifications) }),
  });
}
