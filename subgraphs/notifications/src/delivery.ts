import { instant, ProviderUnavailable, type Clock } from '@counterstep/service-kit';
import type { StepScope } from '@counterstep/step-barrier';
import { reject, unchanged, type DocumentWrites } from '@counterstep/step-barrier/document-store';
import type { DocumentStore, Draft } from '@counterstep/document-store';
import {
  notVerified,
  outcomeUnknown,
  resumption,
  type Failure,
  type Notification,
} from './domain/notification.ts';
import type { StepPayload } from './generated/schema.ts';
import type { NotificationStore } from './notification-store.ts';
import type { RequestContext, StepResult } from '@counterstep/service-kit/server';
import type { Handover, Mail, Mailer } from '@counterstep/service-kit/mail';

/**
 * Delivers a notification at most once over all attempts of a step: mail servers know no idempotency keys, so the
 * intent to hand it over is committed first, and what may have reached the server is never sent again.
 *
 * @throws {ProviderUnavailable} when it was certainly not sent or is being sent just now; the step is to be retried.
 */
export type Delivery = (
  draft: Draft<Notification>,
  scope: StepScope<DocumentWrites>,
  request: Pick<RequestContext, 'log' | 'trace'>,
) => Promise<StepResult<StepPayload>>;

const accepted: StepPayload = {};

export interface DeliveryOptions {
  readonly store: DocumentStore;
  readonly notifications: NotificationStore;
  readonly clock: Clock;
  /** A mail server, and how long handing over may take; without it e-mails are kept in the store's mailbox. */
  readonly smtp: { readonly mailer: Mailer; readonly timeoutMs: number } | undefined;
}

/** An upper bound for the difference between the clocks of several instances. */
const CLOCK_MARGIN_MS = 2_000;

export const createDelivery =
  (options: DeliveryOptions): Delivery =>
  async (draft, scope, request) => {
    const { notifications, clock, smtp } = options;
    if (scope.invoked !== 'NO') return resume(options, draft.messageId, request);
    const now = instant(clock);
    if (smtp === undefined) {
      const kept = [
        notifications.record({ ...draft, status: 'SENT', sentAt: now }),
        notifications.keep(draft, now),
      ];
      return { writes: kept, response: accepted };
    }
    const { to } = draft;
    if (to === undefined) {
      // The shop shows the notification anyway, so the step has done what it can.
      const held = notifications.record({ ...draft, status: 'FAILED', failure: notVerified });
      return { writes: [held], response: accepted };
    }
    const underWayUntil = endOf(clock, smtp.timeoutMs);
    await scope.intend([notifications.record({ ...draft, underWayUntil })]);
    return send(options, smtp.mailer, { ...draft, to, version: 1 }, request);
  };

const endOf = (clock: Clock, timeoutMs: number): string =>
  new Date(clock.now() + timeoutMs + CLOCK_MARGIN_MS).toISOString();

async function resume(
  options: DeliveryOptions,
  messageId: string,
  request: Pick<RequestContext, 'log' | 'trace'>,
): Promise<StepResult<StepPayload>> {
  const { store, notifications, clock, smtp } = options;
  const begun = await notifications.withMessageId(messageId);
  if (begun === undefined) throw new Error(`The notification ${messageId} is lost.`);
  const now = instant(clock);
  const latest = endOf(clock, smtp?.timeoutMs ?? 0);
  const { to } = begun;
  switch (resumption(begun, now, latest)) {
    case 'answer':
      return begun.failure ? reject(begun.failure) : unchanged(accepted);
    case 'bring-back':
      await store.commit([notifications.recordUnderWay(begun, latest)]);
      throw new ProviderUnavailable('The e-mail may just be being sent.');
    case 'wait':
      throw new ProviderUnavailable('The e-mail is just being sent.');
    case 'give-up':
      return {
        writes: [notifications.recordFailed(begun, outcomeUnknown)],
        response: { rejection: outcomeUnknown },
      };
    case 'send':
      if (smtp === undefined || to === undefined) {
        const kept = [notifications.recordSent(begun, now), notifications.keep(begun, now)];
        return { writes: kept, response: accepted };
      }
      await store.commit([notifications.recordUnderWay(begun, endOf(clock, smtp.timeoutMs))]);
      return send(options, smtp.mailer, { ...begun, to, version: begun.version + 1 }, request);
  }
}

const failureOf = ({ kind }: Exclude<Handover, { readonly kind: 'sent' }>): Failure =>
  kind === 'refused'
    ? { code: 'MAIL_REFUSED', message: 'The mail server refused the e-mail.' }
    : outcomeUnknown;

async function send(
  { store, notifications, clock }: DeliveryOptions,
  mailer: Mailer,
  notification: Notification & Pick<Mail, 'to'>,
  { log, trace }: Pick<RequestContext, 'log' | 'trace'>,
): Promise<StepResult<StepPayload>> {
  const about = { kind: 'CLIENT', attributes: { 'peer.service': 'mail-server' } } as const;
  const handover = await trace.during('send mail', about, async (span) => {
    const answer = await mailer(notification);
    span.note({ 'counterstep.handover': answer.kind });
    return answer;
  });
  // This commit is separate from the answer's: it must happen even when the attempt's deadline has passed.
  if (handover.kind === 'sent') {
    await store.commit([notifications.recordSent(notification, instant(clock))]);
    return unchanged(accepted);
  }
  log.warn({ notificationId: notification.id, ...handover }, 'e-mail not sent');
  if (handover.kind === 'not-sent') {
    await store.commit([notifications.recordNotSent(notification)]);
    throw new ProviderUnavailable('The e-mail could not be sent.');
  }
  const failure = failureOf(handover);
  await store.commit([notifications.recordFailed(notification, failure)]);
  return reject(failure);
}
