import { newId } from '@counterstep/service-kit';
import type { Service } from '@counterstep/service-kit/server';
import { openDocumentStore, type DocumentStore } from '@counterstep/document-store';
import {
  ada,
  admin,
  createServiceKit,
  stepInput,
  type Answer,
  type ServiceKit,
} from '@counterstep/service-kit/testing';
import { refundedOf, takenOf } from '../src/provider/charges.ts';
import type { PaymentProvider } from '../src/provider/payment-provider.ts';
import { createSimulatedProvider, type SimulatedProvider } from '../src/provider/simulated-provider.ts';
import { createPaymentsService, type PaymentsFoundation } from '../src/service.ts';

const PROCESS = `mutation ($step: StepInput!, $input: ProcessPaymentInput!) {
  processPayment(step: $step, input: $input) { paymentId rejection { code message } } }`;
const REFUND = `mutation ($step: StepInput!, $input: RefundPaymentInput!) {
  refundPayment(step: $step, input: $input) { undone } }`;
const REFUND_ORDER = `mutation ($step: StepInput!, $input: RefundOrderInput!) {
  refundOrder(step: $step, input: $input) { rejection { code } } }`;

export const usd = (amount: number) => ({ amount, currency: 'USD' });

/** Runs before and after the calls of a provider. */
export interface Hooks {
  beforeCharge?: (() => Promise<void>) | undefined;
  afterCharge?: (() => Promise<void>) | undefined;
  beforeCancel?: (() => Promise<void>) | undefined;
  afterCancel?: (() => Promise<void>) | undefined;
  beforeRefund?: (() => Promise<void>) | undefined;
  afterRefund?: (() => Promise<void>) | undefined;
  beforeAuthorize?: (() => Promise<void>) | undefined;
  afterAuthorize?: (() => Promise<void>) | undefined;
  beforeCapture?: (() => Promise<void>) | undefined;
  afterCapture?: (() => Promise<void>) | undefined;
}

const noHooks = {
  beforeCharge: undefined,
  afterCharge: undefined,
  beforeCancel: undefined,
  afterCancel: undefined,
  beforeRefund: undefined,
  afterRefund: undefined,
  beforeAuthorize: undefined,
  afterAuthorize: undefined,
  beforeCapture: undefined,
  afterCapture: undefined,
} satisfies Hooks;

/** Wraps a provider so that hooks, which may be set at any time, run around its calls. */
export const hooked = (provider: PaymentProvider, hooks: Hooks): PaymentProvider => ({
  charge: async (request) => {
    await hooks.beforeCharge?.();
    const answer = await provider.charge(request);
    await hooks.afterCharge?.();
    return answer;
  },
  authorize: async (request) => {
    await hooks.beforeAuthorize?.();
    const answer = await provider.authorize(request);
    await hooks.afterAuthorize?.();
    return answer;
  },
  capture: async (request) => {
    await hooks.beforeCapture?.();
    const answer = await provider.capture(request);
    await hooks.afterCapture?.();
    return answer;
  },
  look: (name) => provider.look(name),
  refund: async (request) => {
    await hooks.beforeRefund?.();
    const answer = await provider.refund(request);
    await hooks.afterRefund?.();
    return answer;
  },
  cancel: async (request) => {
    await hooks.beforeCancel?.();
    const answer = await provider.cancel(request);
    await hooks.afterCancel?.();
    return answer;
  },
});

/** A payments service over HTTP, in front of a simulated provider that outlives it. */
export interface Till {
  readonly kit: ServiceKit;
  readonly hooks: Hooks;
  /** Takes all hooks away. */
  unhook(): void;
  readonly ledger: SimulatedProvider;
  readonly service: () => Service;
  /** The store of the running service. */
  readonly store: () => DocumentStore;
  ask(query: string, variables: object, as?: Parameters<ServiceKit['ask']>[3]): Promise<Answer>;
  pay(orderId: string, options?: { step?: object; token?: string; amount?: number }): Promise<Answer>;
  refund(orderId: string, step: object): Promise<Answer>;
  /** Refunds a cancelled order. */
  refundOrder(orderId: string, step: object): Promise<Answer>;
  /** Restarts the service on the same files; the provider does not notice. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export interface Options extends Partial<PaymentsFoundation> {
  /** A MongoDB to use instead of the embedded store; each service gets databases of its own. */
  readonly mongoUri?: string;
}

export async function openTill({ mongoUri, ...given }: Options = {}): Promise<Till> {
  const kit = await createServiceKit();
  const mongoDb = `test_${newId().slice(-12)}`;
  const config = { ...kit.config, mongoUri, mongoDb, failureRate: 0 };
  const books = await openDocumentStore({ service: 'payment_provider', ...config });
  const ledger = createSimulatedProvider({
    store: books,
    clock: { now: () => Date.now() },
    failureRate: 0,
    random: () => 0,
  });
  const hooks: Hooks = {};
  const start = async () => {
    const store = await openDocumentStore({ service: 'payments', ...config });
    const service = await createPaymentsService(config, { store, provider: hooked(ledger, hooks), ...given });
    return { store, service };
  };
  let running = await start();
  const coordinator = { service: 'coordinator' } as const;
  const ask: Till['ask'] = (query, variables, as) => kit.ask(running.service, query, variables, as);
  return {
    kit,
    hooks,
    unhook: () => Object.assign(hooks, noHooks),
    ledger,
    service: () => running.service,
    store: () => running.store,
    ask,
    pay: (orderId, { step = stepInput('processPayment'), token = 'tok_visa', amount = 2800 } = {}) =>
      ask(PROCESS, { step, input: { orderId, customerId: ada.id, amount: usd(amount), token } }, coordinator),
    refund: (orderId, step) => ask(REFUND, { step, input: { orderId } }, coordinator),
    refundOrder: (orderId, step) => ask(REFUND_ORDER, { step, input: { orderId } }, coordinator),
    restart: async () => {
      await running.service.stop();
      running = await start();
    },
    close: async () => {
      await running.service.stop();
      await books.close();
      await kit.remove();
    },
  };
}

/** How many charges the provider ever made for an order, and how much of their money it has kept. */
export async function booksOf(
  { ledger }: Pick<Till, 'ledger'>,
  orderId: string,
): Promise<{ readonly charges: number; readonly kept: number }> {
  const { nodes } = await ledger.charges({ first: 100 });
  const taken = nodes.filter(({ reference, captured }) => reference === orderId && captured !== undefined);
  const kept = taken.map((charge) => takenOf(charge) - refundedOf(charge));
  return { charges: taken.length, kept: kept.reduce((sum, amount) => sum + amount, 0) };
}

export const codeOf = ({ errors }: Answer): unknown => errors?.[0]?.extensions['code'];

/** The payment of an order, as ADMIN sees it. */
export async function paymentOf(
  till: Pick<Till, 'ask'>,
  orderId: string,
): Promise<Record<string, unknown> | null> {
  const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Order { payment {
    id status amount { amount currency } refunded { amount } method declineCode authorizedAt capturedAt refundedAt
    order { id } } } } }`;
  const answer = await till.ask(query, { of: [{ __typename: 'Order', id: orderId }] }, { viewer: admin });
  const [order] = answer.data!['_entities'] as { payment: Record<string, unknown> | null }[];
  return order!.payment;
}
