import {
  instant,
  newId,
  Unauthenticated,
  type Clock,
  validationError,
  type UserError,
} from '@counterstep/service-kit';
import type { Viewer } from '@counterstep/identity';
import {
  hasEnded,
  sagaIdOf,
  type SagaRunner,
  type SagaDocument,
  type SagaStore,
} from '@counterstep/saga-engine';
import { FINISHED_LIMIT_MS } from '../await-saga.ts';
import { OrdererDocument, type OrdererQuery } from '../generated/customers.ts';
import { PricesDocument } from '../generated/catalog.ts';
import type {
  AddressInput,
  PlaceOrderInput,
  PlaceOrderSagaInput,
  PlaceOrderWait,
} from '../generated/schema.ts';
import type { ViewerRequest } from '../viewer-request.ts';
import type { Ask } from '@counterstep/saga-service';
import { priceOrder, type PricedOrder, type PricingError } from './pricing.ts';
import { checkRequest, mergeLines, requestHash } from './request.ts';

export type IdempotencyConflict = UserError<'IdempotencyConflict'>;
export type EmailNotVerified = UserError<'EmailNotVerified'>;
export type PlaceOrderError = PricingError | IdempotencyConflict | EmailNotVerified;

export type PlacedOrder = { readonly saga: SagaDocument } | { readonly errors: readonly PlaceOrderError[] };

export interface PlaceOrderDependencies {
  readonly runner: SagaRunner;
  readonly sagas: SagaStore;
  readonly ask: Ask;
  readonly clock: Clock;
  /** Whether to refuse customers whose e-mail address is not verified. */
  readonly requireVerifiedEmail: boolean;
}

const TYPE = 'PlaceOrder';

/** How long prices and the customer's profile may take under load; the gateway waits 15 s for the whole answer. */
export const ACCEPTANCE_MS = 11_000;
/** When an answer stops waiting for the saga, in milliseconds since the request. */
const ANSWER_MS = 13_000;

/**
 * Accepts an order, or says why not. If it answers with a saga, that saga is durable.
 *
 * @throws {ServiceUnavailable} when prices or the customer's profile cannot be asked for; nothing has happened.
 * @throws {Unauthenticated} when the customer's account is gone.
 * @throws {StoreUnavailable} when it is unknown whether the order was accepted; the same key may be used again.
 */
export async function placeOrder(
  input: PlaceOrderInput,
  request: ViewerRequest,
  dependencies: PlaceOrderDependencies,
): Promise<PlacedOrder> {
  const problems = checkRequest(input);
  if (problems.length > 0) return { errors: problems };
  const { viewer } = request;
  const hash = requestHash(input);
  const sagaId = sagaIdOf(TYPE, viewer.id, input.idempotencyKey ?? newId());
  // A repeated request gets its order even if prices or stock have changed since.
  const known = input.idempotencyKey == null ? undefined : await dependencies.sagas.get(sagaId);
  if (known !== undefined) return sameRequest(known, hash);

  const accepted = await accept(input, request, dependencies);
  if ('errors' in accepted) return accepted;
  const { saga } = await dependencies.runner.startSaga({
    sagaId,
    definitionName: TYPE,
    input: accepted.input,
    requestHash: hash,
    correlationId: request.correlationId,
    ...(request.trace && { trace: request.trace }),
    subject: accepted.input.orderId,
    owner: viewer.id,
  });
  return sameRequest(saga, hash);
}

function sameRequest(saga: SagaDocument, hash: string): PlacedOrder {
  if (saga.requestHash === hash) return { saga };
  const conflict: IdempotencyConflict = {
    __typename: 'IdempotencyConflict',
    code: 'IDEMPOTENCY_CONFLICT',
    message: 'The idempotency key was used before with other input.',
    path: ['input', 'idempotencyKey'],
  };
  return { errors: [conflict] };
}

const emailNotVerified: EmailNotVerified = {
  __typename: 'EmailNotVerified',
  code: 'EMAIL_NOT_VERIFIED',
  message: 'Verify your e-mail address before you order.',
  path: ['input'],
};

type SagaInput = PlaceOrderSagaInput & Readonly<Record<string, never>>;

async function accept(
  input: PlaceOrderInput,
  request: ViewerRequest,
  { ask, clock, requireVerifiedEmail }: PlaceOrderDependencies,
): Promise<{ readonly input: SagaInput } | { readonly errors: readonly PlaceOrderError[] }> {
  const lines = mergeLines(input.lines);
  const skus = lines.map(({ sku }) => sku);
  const [{ productsBySku }, { me: orderer }] = await Promise.all([
    ask('catalog', PricesDocument, { skus }, request),
    ask('customers', OrdererDocument, {}, request),
  ]);
  if (orderer == null) throw new Unauthenticated('There is no such account any more.');
  if (requireVerifiedEmail && !orderer.emailVerified) return { errors: [emailNotVerified] };
  const priced = priceOrder(lines, productsBySku, input.expectedTotal ?? undefined);
  if ('errors' in priced) return priced;
  const shippingAddress = input.shippingAddress ?? orderer.addresses[0];
  if (shippingAddress === undefined) {
    const message = 'shippingAddress is needed: your profile has no address.';
    return { errors: [validationError(message, ['input', 'shippingAddress'])] };
  }
  const customer = { ...orderer, id: request.viewer.id };
  return {
    input: sagaInput(priced.order, shippingAddress, input.payment.token, customer, clock) as SagaInput,
  };
}

/** The customer as their profile says now; the access token may be older. */
type Orderer = Pick<NonNullable<OrdererQuery['me']>, 'email' | 'emailVerified' | 'name'> & Pick<Viewer, 'id'>;

const sagaInput = (
  { lines, total }: PricedOrder,
  shippingAddress: AddressInput,
  paymentToken: string,
  { id: customerId, email, emailVerified, name }: Orderer,
  clock: Clock,
): PlaceOrderSagaInput => ({
  orderId: newId(),
  customerId,
  // An unverified address may be somebody else's, so nobody is written to there.
  email: emailVerified ? email : null,
  name,
  lines,
  quantities: lines.map(({ sku, quantity }) => ({ sku, quantity })),
  total,
  shippingAddress,
  paymentToken,
  placedAt: instant(clock),
});

const RECORDED_LIMIT_MS = 2_000;

const isRecorded = (saga: SagaDocument): boolean =>
  hasEnded(saga) || saga.steps.some(({ name, output }) => name === 'createOrder' && output !== undefined);

/**
 * Waits until the saga has reached what the client waits for, or the time limit is over; the client has already waited
 * for some milliseconds.
 */
export async function awaitAnswer(
  runner: SagaRunner,
  saga: SagaDocument,
  waitFor: PlaceOrderWait,
  waitedMs: number,
): Promise<SagaDocument> {
  const leftMs = Math.max(0, ANSWER_MS - waitedMs);
  switch (waitFor) {
    case 'ACCEPTED':
      return saga;
    case 'RECORDED':
      return (await runner.until(saga.id, isRecorded, Math.min(leftMs, RECORDED_LIMIT_MS))) ?? saga;
    case 'FINISHED':
      return (await runner.until(saga.id, hasEnded, Math.min(leftMs, FINISHED_LIMIT_MS))) ?? saga;
  }
}
