import { fingerprint, instant, newId, ProviderUnavailable, type Clock } from '@counterstep/service-kit';
import type { StepScope } from '@counterstep/step-barrier';
import type { DocumentWrites } from '@counterstep/step-barrier/document-store';
import type { StepHandler, StepHandlers } from '@counterstep/service-kit/server';
import type { Context } from './context.ts';
import type { Delivery } from './delivery.ts';
import { cancellationLetter, confirmationLetter, refundLetter, type Letter } from './domain/letters.ts';
import { newsLetter } from './domain/news.ts';
import { pendingNotification, type About } from './domain/notification.ts';
import type {
  MutationSendCancellationArgs,
  MutationSendOrderConfirmationArgs,
  MutationSendOrderNewsArgs,
  MutationSendRefundArgs,
  StepPayload,
} from './generated/schema.ts';

export interface StepOptions {
  readonly deliver: Delivery;
  readonly clock: Clock;
  /** The share of attempts that fail, 0 to 1. */
  readonly failureRate: number;
  /** Returns numbers from 0 to below 1. */
  readonly random: () => number;
}

const messageIdOf = (scope: StepScope<DocumentWrites>): string =>
  `<${fingerprint(scope.key)}@notifications.counterstep>`;

/** Records and delivers one notification. */
const notifier =
  ({ deliver, clock, failureRate, random }: StepOptions) =>
  (about: About, letter: Letter, scope: StepScope<DocumentWrites>, context: Context) => {
    if (random() < failureRate) throw new ProviderUnavailable('The mail server did not answer (simulated).');
    const ids = { id: newId(), messageId: messageIdOf(scope) };
    return deliver(pendingNotification(ids, about, letter, instant(clock)), scope, context);
  };

/** All steps of the notifications subgraph. */
export function createSteps(options: StepOptions) {
  const notify = notifier(options);
  const sendOrderConfirmation: StepHandler<MutationSendOrderConfirmationArgs, StepPayload, Context> = async (
    { orderId, customerId, email, ...content },
    context,
    scope,
  ) =>
    notify(
      { type: 'ORDER_CONFIRMED', orderId, customerId, email },
      confirmationLetter(content),
      scope,
      context,
    );

  const sendCancellation: StepHandler<MutationSendCancellationArgs, StepPayload, Context> = async (
    { orderId, customerId, email, ...content },
    context,
    scope,
  ) =>
    notify(
      { type: 'ORDER_CANCELLED', orderId, customerId, email },
      cancellationLetter({ orderId, ...content }),
      scope,
      context,
    );

  const sendRefund: StepHandler<MutationSendRefundArgs, StepPayload, Context> = async (
    { orderId, customerId, email, ...content },
    context,
    scope,
  ) =>
    notify(
      { type: 'REFUND_ISSUED', orderId, customerId, email },
      refundLetter({ orderId, ...content }),
      scope,
      context,
    );

  const sendOrderNews: StepHandler<MutationSendOrderNewsArgs, StepPayload, Context> = async (
    { orderId, customerId, email, type, ...content },
    context,
    scope,
  ) =>
    notify({ type, orderId, customerId, email }, newsLetter(type, { orderId, ...content }), scope, context);

  return {
    sendOrderConfirmation,
    sendCancellation,
    sendRefund,
    sendOrderNews,
  } satisfies StepHandlers<Context>;
}
