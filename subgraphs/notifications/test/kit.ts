import { openDocumentStore, type DocumentStore } from '@counterstep/document-store';
import {
  ada,
  createServiceKit,
  stepInput,
  type Answer,
  type As,
  type ServiceKit,
  createManualClock,
  type ManualClock,
} from '@counterstep/service-kit/testing';
import { createCountingStore, type CountingStore } from '@counterstep/document-store/testing';
import type { Service } from '@counterstep/service-kit/server';
import type { NotificationsConfig } from '../src/config.ts';
import { mailboxSpec, type KeptMail } from '../src/notification-store.ts';
import { createNotificationsService, type NotificationsOverrides } from '../src/service.ts';

const usd = (amount: number) => ({ amount, currency: 'USD' });

export const confirmation = (orderId: string, changes: object = {}): object => ({
  orderId,
  number: '2603-K7M3-Q9XD',
  customerId: ada.id,
  email: ada.email,
  name: ada.name,
  lines: [
    { sku: 'MUG-BLUE', name: 'Blue mug', quantity: 2, unitPrice: usd(1400) },
    { sku: 'KEYBOARD-87', name: 'Keyboard with 87 keys', quantity: 1, unitPrice: usd(12_900) },
  ],
  total: usd(15_700),
  trackingNumber: 'CS123456789US',
  ...changes,
});

export const cancellation = (orderId: string, changes: object = {}): object => ({
  orderId,
  customerId: ada.id,
  email: ada.email,
  name: ada.name,
  code: 'PAYMENT_DECLINED',
  message: 'The card was declined.',
  ...changes,
});

const CONFIRM = `mutation ($step: StepInput!, $input: SendOrderConfirmationInput!) {
  sendOrderConfirmation(step: $step, input: $input) { rejection { code } } }`;
const CANCEL = `mutation ($step: StepInput!, $input: SendCancellationInput!) {
  sendCancellation(step: $step, input: $input) { rejection { code } } }`;
const NOTIFICATIONS = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
  ... on Order { notifications { id type channel status subject sentAt } } } }`;

/** How an attempt of a step ended: `sent`, or the code of its rejection or its error. */
export type Ending = 'sent' | { readonly rejected: unknown } | { readonly failed: unknown };

const endingOf = ({ data, errors }: Answer): Ending => {
  if (errors !== undefined) return { failed: errors[0]!.extensions['code'] };
  const [payload] = Object.values(data ?? {}) as { rejection: { code: string } | null }[];
  return payload!.rejection === null ? 'sent' : { rejected: payload!.rejection.code };
};

/** A running notifications service, and the calls that tests make to it. */
export interface NotificationsKit {
  readonly kit: ServiceKit;
  readonly clock: ManualClock;
  readonly store: CountingStore;
  readonly service: Service;
  ask(query: string, variables?: object, as?: As): Promise<Answer>;
  confirm(step: object, input: object): Promise<Ending>;
  cancel(step: object, input: object): Promise<Ending>;
  /** The notifications of each order, as the viewer sees them. */
  about(orderIds: readonly string[], as?: As): Promise<readonly (readonly Record<string, unknown>[])[]>;
  /** The e-mails that were kept, oldest first. */
  kept(): Promise<readonly KeptMail[]>;
}

const cleanups: (() => Promise<void>)[] = [];

/** Registers a clean-up that runs after the test. */
export const onCleanUp = (clean: () => Promise<void>): void => void cleanups.push(clean);

/** Runs the registered clean-ups, the latest first; for `afterEach`. */
export async function cleanUp(): Promise<void> {
  for (const clean of cleanups.splice(0).reverse()) await clean();
}

export async function startNotifications(
  changes: Partial<NotificationsConfig> = {},
  given: NotificationsOverrides = {},
  wrap: (store: DocumentStore) => DocumentStore = (store) => store,
): Promise<NotificationsKit> {
  const kit = await createServiceKit();
  onCleanUp(() => kit.remove());
  const clock = createManualClock();
  const opened = await openDocumentStore({ service: 'notifications', ...kit.config });
  const store = createCountingStore(wrap(opened));
  const config = { ...kit.config, smtp: undefined, failureRate: 0, ...changes };
  const service = await createNotificationsService(config, { store, clock, ...given });
  onCleanUp(() => service.stop());
  const coordinator = { service: 'coordinator' } as const;
  return {
    kit,
    clock,
    store,
    service,
    ask: (query, variables, as) => kit.ask(service, query, variables, as),
    confirm: async (step, input) => endingOf(await kit.ask(service, CONFIRM, { step, input }, coordinator)),
    cancel: async (step, input) => endingOf(await kit.ask(service, CANCEL, { step, input }, coordinator)),
    about: async (orderIds, as) => {
      const representations = orderIds.map((id) => ({ __typename: 'Order', id }));
      const { data } = await kit.ask(service, NOTIFICATIONS, { representations }, as);
      return (data!['_entities'] as { notifications: Record<string, unknown>[] }[]).map(
        (order) => order.notifications,
      );
    },
    kept: async () => {
      const { edges } = await store.collection(mailboxSpec).find({ limit: 1000 });
      return edges.map(({ node }) => node);
    },
  };
}

export const step = (sagaId?: string): object => stepInput('sendNotification', sagaId);
