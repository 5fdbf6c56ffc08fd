import { instant, validationError, type ValidationError } from '@counterstep/service-kit';
import { visible } from '@counterstep/service-kit/server';
import { unchanged } from '@counterstep/document-store';
import type { Context } from './context.ts';
import type { Notification } from './domain/notification.ts';

/** The outcome of marking notifications as read. */
export interface Marked {
  readonly notifications: readonly Notification[];
  readonly errors: readonly ValidationError[];
}

const MAX_IDS = 100;

/** Marks all of the notifications as read, or none of them; those that were read before keep their `readAt`. */
export async function markRead(
  ids: readonly string[],
  context: Pick<Context, 'notifications' | 'clock' | 'viewer'>,
): Promise<Marked> {
  const { notifications, clock } = context;
  const path = ['input', 'ids'];
  if (ids.length < 1 || ids.length > MAX_IDS)
    return { notifications: [], errors: [validationError(`ids must be 1 to ${MAX_IDS}.`, path)] };
  return notifications.settle<Marked>(async () => {
    const found = await notifications.getMany([...new Set(ids)]);
    const errors = ids.flatMap((id, index) =>
      visible(context, found.get(id)) === undefined
        ? [validationError('There is no such notification.', [...path, String(index)])]
        : [],
    );
    if (errors.length > 0) return unchanged({ notifications: [], errors });
    const readAt = instant(clock);
    const unread = [...found.values()].filter((notification) => notification.readAt === undefined);
    const marked = ids.flatMap((id) => {
      const notification = found.get(id);
      return notification === undefined ? [] : [{ readAt, ...notification }];
    });
    return {
      writes: unread.map((notification) => notifications.recordRead(notification, readAt)),
      result: { notifications: marked, errors: [] },
    };
  });
}
