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

/** Why a notification was not sent, or may not have been. */
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
  /** Set while the e-mail is being handed to the mail server: the instant by which that has ended either way. */
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

/** A notification as first recorded. */
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

/**
 * What a repeated attempt does: repeats the answer, waits for the attempt under way, moves the end of that wait back,
 * gives up, or sends.
 */
export type Resumption = 'answer' | 'wait' | 'bring-back' | 'give-up' | 'send';

/**
 * Decides how to go on with a notification that an earlier attempt has begun. Mail servers know no idempotency keys, so
 * what may have reached one is never sent again. An attempt that begins now has ended by `latest`.
 */
export function resumption({ status, underWayUntil }: Notification, now: string, latest: string): Resumption {
  if (status !== 'PENDING') return 'answer';
  if (underWayUntil === undefined) return 'send';
  // Only a clock that ran ahead can have set a later end than an attempt that begins now would have.
  if (underWayUntil > latest) return 'bring-back';
  return now < underWayUntil ? 'wait' : 'give-up';
}

/** The failure of a notification whose address may be somebody else's. */
export const notVerified: Failure = {
  code: 'EMAIL_NOT_VERIFIED',
  message: 'The e-mail address was not verified when the order was placed.',
};

export const outcomeUnknown: Failure = {
  code: 'DELIVERY_UNKNOWN',
  message: 'Whether the e-mail was sent is not known; it is not sent again.',
};
