import { connectionOf, type Connection, type ConnectionArgs } from '@counterstep/service-kit/server';
import {
  readAll,
  type CollectionSpec,
  type Document,
  type DocumentStore,
  type Draft,
  type Write,
} from '@counterstep/document-store';
import type { Failure, Notification } from './domain/notification.ts';

export type NotificationConnection = Connection<Notification>;

/** An e-mail that was kept instead of sent. */
export interface KeptMail extends Document {
  /** Absent where the customer had verified none. */
  readonly to?: string;
  readonly subject: string;
  readonly text: string;
  readonly keptAt: string;
}

/** Where e-mails are kept. */
export const mailboxSpec: CollectionSpec<KeptMail> = {
  name: 'mailbox',
  indexes: [['to', 'keptAt'], ['keptAt']],
};

/** Notifications as they are read and written. */
export type NotificationStore = ReturnType<typeof createNotificationStore>;

export function createNotificationStore(store: DocumentStore) {
  const notifications = store.collection<Notification>({
    name: 'notifications',
    indexes: [['orderId', 'createdAt'], ['customerId', 'createdAt'], ['createdAt']],
    unique: [['messageId']],
  });
  const mailbox = store.collection(mailboxSpec);

  return {
    /** The notification with this Message-ID. */
    withMessageId: async (messageId: string): Promise<Notification | undefined> => {
      const { edges } = await notifications.find({ where: { messageId }, limit: 1 });
      return edges[0]?.node;
    },

    /** All notifications about the orders, oldest first. */
    aboutOrders: (orderIds: readonly string[]): Promise<readonly Notification[]> =>
      readAll(notifications, {
        where: { orderId: { $in: orderIds } },
        orderBy: [['createdAt', 'ascending']],
      }),

    /** A page of notifications, newest first: of one customer, or of all. */
    list: (args: ConnectionArgs, customerId: string | undefined): Promise<NotificationConnection> =>
      connectionOf(notifications, args, customerId === undefined ? {} : { customerId }, [
        ['createdAt', 'descending'],
      ]),

    record: (notification: Draft<Notification>): Write => notifications.insert(notification),

    /** Rejected when another attempt came first; so is every write below. */
    recordUnderWay: ({ id, version }: Notification, underWayUntil: string): Write =>
      notifications.update(id, { version }, { $set: { underWayUntil } }),

    recordNotSent: ({ id, version }: Notification): Write =>
      notifications.update(id, { version }, { $unset: ['underWayUntil'] }),

    recordSent: ({ id, version }: Notification, sentAt: string): Write =>
      notifications.update(id, { version }, { $set: { status: 'SENT', sentAt }, $unset: ['underWayUntil'] }),

    recordFailed: ({ id, version }: Notification, failure: Failure): Write =>
      notifications.update(
        id,
        { version },
        { $set: { status: 'FAILED', failure }, $unset: ['underWayUntil'] },
      ),

    /** Keeps an e-mail in the mailbox. */
    keep: ({ id, to, subject, text }: Draft<Notification>, keptAt: string): Write =>
      mailbox.insert({ id, ...(to === undefined ? {} : { to }), subject, text, keptAt }),
  };
}
