import DataLoader from 'dataloader';
import type { Notification } from './domain/notification.ts';
import type { NotificationStore } from './notification-store.ts';

export interface Loaders {
  /** The notifications about an order, oldest first. */
  readonly aboutOrder: DataLoader<string, readonly Notification[]>;
}

/** The loaders of one request, which read the notifications about many orders at once. */
export const createLoaders = (notifications: NotificationStore): Loaders => ({
  aboutOrder: new DataLoader(async (orderIds) => {
    const found = new Map(orderIds.map((orderId): [string, Notification[]] => [orderId, []]));
    for (const notification of await notifications.aboutOrders(orderIds)) {
      found.get(notification.orderId)?.push(notification);
    }
    return orderIds.map((orderId) => found.get(orderId) ?? []);
  }),
});
