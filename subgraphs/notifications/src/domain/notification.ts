import type { Document, Draft } from '@counterstep/document-store';
import type { Letter } from './letters.ts';

export type NotificationType =
  | 'ORDER_CONFIRMED'
  | 'ORDER_CANCELLED'
  | 'ORDER_SHIPPED'
  | 'REFUND_ISSUED'
  | 'ORDER_DELIVERED'
  | 'PAYMENT_ACTION_NEEDED'
  | 'LINES_CANCELLED'
  | 'RETURN_ACCEPTED'
  | 'RETURN_CLOSED';

/** Why a notification was not, or perhaps not, sent. */
export interface Failure {
  readonly code: string;
  readonly message: string;
}

export interface Notification extends Document {
  readonly type: NotificationType;
  readonly channel: 'EMAIL' | 'SMS';
  readonly status: 'PENDING' | 'SENT' | 'FAILED';
  readonly customerId: string;
  readonly orderId: string;
  /** The e-mail address; absent where the customer had verified none. */
  readonly to?: string;
  readonly subject: string;
  readonly text: string;
  /** The same for all attempts of a step; unique. */
  readonly messageId: string;
  readonly createdAt: string;
  /** While the e-mail is being handed to the mail server: the instant at which that has ended one way or the other. */
  readonly underWayUntil?: string;
  readonly sentAt?: string;
  /** When the customer read it. */
  readonly readAt?: string;
  readonly failure?: Failure;
}

/** Whom a notification is for, and what it is about. */
export interface About {
  readonly type: NotificationType;
  readonly customerId: string;
  readonly orderId: string;
  /** Absent where it is not verified. */
  readonly email?: string | null | undefined;
}

/** A notification as it is first recorded. */
export const pendingNotification = (
  ids: Pick<Notification, 'id' | 'messageId'>,
  { email, ...about }: About,
  { subject, text }: Letter,
  createdAt: string,
): Draft<Notification> => ({
  ...ids,
  ...about,
  channel: 'EMAIL',
  status: 'PENDING',
  ...(email == null ? {} : { to: email }),
  subject,
  text,
  createdAt,
});

/** What a repeated attempt may do: repeat the answer, leave it to the attempt under way, bring back until when that may be, give up, or send. */
export type Resumption = 'answer' | 'wait' | 'bring-back' | 'give-up' | 'send';

/**
 * How to go on with a notification that an earlier attempt has begun. A mail server knows no idempotency keys, so what
 * may have reached it is never sent again: at most once. An attempt that begins now has ended at `latest`.
 */
export function resumption({ status, underWayUntil }: Notification, now: string, latest: string): Resumption {
  if (status !== 'PENDING') return 'answer';
  if (underWayUntil === undefined) return 'send';
  // A clock that was ahead has said so.
  if (underWayUntil > latest) return 'bring-back';
  return now < underWayUntil ? 'wait' : 'give-up';
}

/** Nobody is written to at an address that may be somebody else's. */
export const notVerified: Failure = {
  code: 'EMAIL_NOT_VERIFIED',
  message: 'The e-mail address was not verified when the order was placed.',
};

export const outcomeUnknown: Failure = {
  code: 'DELIVERY_UNKNOWN',
  message: 'Whether the e-mail was sent is not known; it is not sent again.',
};
