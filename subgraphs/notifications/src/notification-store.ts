import { connectionOf, within, type Connection, type ConnectionArgs } from '@counterstep/service-kit/server';
import {
  commitDecision,
  readAll,
  type CollectionSpec,
  type Decision,
  type Document,
  type DocumentStore,
  type Draft,
  type OrderBy,
  type Where,
  type Write,
} from '@counterstep/document-store';
import type { Failure, Notification, NotificationType } from './domain/notification.ts';

export type NotificationConnection = Connection<Notification>;

/** An e-mail that was kept instead of sent. */
export interface KeptMail extends Document {
  /** Absent where the customer had verified none. */
  readonly to?: string;
  readonly subject: string;
  readonly text: string;
  readonly keptAt: string;
}

/** The collection of e-mails that were kept instead of sent. */
export const mailboxSpec: CollectionSpec<KeptMail> = {
  name: 'mailbox',
  indexes: [['to', 'keptAt'], ['keptAt']],
};

/** Selects notifications; all given conditions must hold. */
export interface NotificationCriteria {
  readonly customerId?: string | undefined;
  readonly orderId?: string | undefined;
  readonly type?: readonly NotificationType[] | undefined;
  readonly channel?: 'EMAIL' | 'SMS' | undefined;
  readonly read?: boolean | undefined;
  readonly status?: readonly Notification['status'][] | undefined;
  readonly createdAfter?: string | undefined;
  readonly createdBefore?: string | undefined;
}

/** Reads notifications and makes the writes to them. */
export type NotificationStore = ReturnType<typeof createNotificationStore>;

export function createNotificationStore(store: DocumentStore) {
  const notifications = store.collection<Notification>({
    name: 'notifications',
    indexes: [
      ['orderId', 'createdAt'],
      ['customerId', 'createdAt'],
      ['type', 'createdAt'],
      ['status', 'createdAt'],
      ['createdAt'],
    ],
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

    getMany: (ids: readonly string[]) => notifications.getMany(ids),

    /** A page of notifications, by default newest first. */
    list: (
      args: ConnectionArgs,
      criteria: NotificationCriteria,
      orderBy: OrderBy<Notification> = [['createdAt', 'descending']],
    ): Promise<NotificationConnection> => connectionOf(notifications, args, whereOf(criteria), orderBy),

    /** The write is rejected when the notification was read before. */
    recordRead: ({ id }: Notification, readAt: string): Write =>
      notifications.update(id, { readAt: { $exists: false } }, { $set: { readAt } }),

    /** Decides and commits; decides again if another writer came first. */
    settle: <Result>(decide: () => Promise<Decision<Result>>): Promise<Result> =>
      commitDecision(store, decide),

    record: (notification: Draft<Notification>): Write => notifications.insert(notification),

    /** The write is rejected when another attempt came first, as is every write below. */
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

const whereOf = ({
  customerId,
  orderId,
  type,
  channel,
  read,
  status,
  createdAfter,
  createdBefore,
}: NotificationCriteria): Where<Notification> => ({
  ...(customerId !== undefined && { customerId }),
  ...(orderId !== undefined && { orderId }),
  ...(type !== undefined && { type: { $in: type } }),
  ...(channel !== undefined && { channel }),
  ...(read !== undefined && { readAt: { $exists: read } }),
  ...(status !== undefined && { status: { $in: status } }),
  ...within('createdAt', createdAfter, createdBefore),
});
