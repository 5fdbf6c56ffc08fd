import { newId } from '@counterstep/service-kit';
import type { Request } from './config.ts';
import { SmokeFailed, Visitor } from './client.ts';

type Tell = (line: string) => void;

const REFUSALS = 'errors { ... on UserError { code message } }';
const REGISTER = `mutation ($input: RegisterInput!) { entered: register(input: $input) {
  session { accessToken } ${REFUSALS} } }`;
const LOG_IN = `mutation ($input: LoginInput!) { entered: login(input: $input) {
  session { accessToken } ${REFUSALS} } }`;
const READ = `{ me { email orders { totalCount } }
  products(first: 1, filter: { inStock: true }) { totalCount nodes { sku } } }`;
const PLACE = `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) {
  orderId ${REFUSALS} } }`;
const FOLLOW = `subscription ($orderId: ID!, $afterSequence: Int!) {
  orderProgress(orderId: $orderId, afterSequence: $afterSequence) { sequence type } }`;
const CANCEL = `mutation ($input: CancelOrderInput!) { cancelOrder(input: $input) { saga { id } ${REFUSALS} } }`;
const FOLLOW_SAGA = `subscription ($sagaId: ID!, $afterSequence: Int!) {
  orderProgress: sagaProgress(sagaId: $sagaId, afterSequence: $afterSequence) { sequence type } }`;
const ORDER = 'query ($id: ID!) { order(id: $id) { number status payment { status } } }';

const ADDRESS = {
  ...{ name: 'Smoke Test', line1: '12 Analytical Way', city: 'Springfield' },
  ...{ region: 'IL', postalCode: '62701', country: 'US' },
};

interface Refused {
  readonly errors: readonly { readonly code: string; readonly message: string }[];
}
interface Entered {
  readonly entered: Refused & { readonly session: { readonly accessToken: string } | null };
}
interface Progress {
  readonly orderProgress: { readonly sequence: number; readonly type: string };
}
interface Known {
  readonly me: { readonly email: string } | null;
  readonly products: { readonly totalCount: number; readonly nodes: readonly { readonly sku: string }[] };
}
interface Placed {
  readonly placeOrder: Refused & { readonly orderId: string | null };
}
interface Cancelled {
  readonly cancelOrder: Refused & { readonly saga: { readonly id: string } | null };
}
interface Found {
  readonly order: {
    readonly number: string;
    readonly status: string;
    readonly payment: { readonly status: string } | null;
  } | null;
}

function present<Value>(value: Value | null | undefined, what: string, { errors }: Refused): Value {
  const [error] = errors;
  if (error !== undefined) throw new SmokeFailed(`${what}: ${error.message} (${error.code})`);
  if (value == null) throw new SmokeFailed(`${what}: there is none.`);
  return value;
}

async function enter(visitor: Visitor, login: Request['login']): Promise<string> {
  // This address belongs to nobody: it cannot receive e-mails, and differs in every run.
  const newcomer = { email: `smoke-${newId()}@example.invalid`, password: newId(), name: 'Smoke Test' };
  const who = login ?? newcomer;
  const registered = login ? undefined : await visitor.ask<Entered>('register', REGISTER, { input: who });
  // If the answer to a registration was lost, the customer was registered all the same.
  const isKnown = registered === undefined || registered.entered.errors[0]?.code === 'EMAIL_TAKEN';
  const { email, password } = who;
  const { entered } = isKnown
    ? await visitor.ask<Entered>('login', LOG_IN, { input: { email, password } })
    : registered;
  visitor.token = present(entered.session, 'a session', entered).accessToken;
  return who.email;
}

/** Follows a saga to its end, and checks that every event comes once and in order. */
async function follow(visitor: Visitor, what: string, query: string, id: object): Promise<string> {
  let [last, type] = [0, ''];
  const variables = () => ({ ...id, afterSequence: last });
  await visitor.follow(what, query, variables, (data) => {
    const { orderProgress: event } = data as Progress;
    if (event.sequence !== last + 1)
      throw new SmokeFailed(`${what}: event ${event.sequence} came after ${last}.`);
    [last, type] = [event.sequence, event.type];
  });
  if (type !== 'SAGA_COMPLETED') throw new SmokeFailed(`${what}: it ended with ${type || 'nothing'}.`);
  return `${last} events, the last one ${type}`;
}

async function look(visitor: Visitor, email: string, lack?: (known: Known) => string | undefined) {
  const known = await visitor.ask<Known>('me and products', READ, {}, lack);
  if (known.me?.email !== email) throw new SmokeFailed('me: it is not who has logged in.');
  return known;
}

const nothingToOrder = ({ products }: Known): string | undefined =>
  products.nodes.length > 0
    ? undefined
    : 'There is no product to order. Is there demo data? See DEMO_DATA, and --read-only.';

async function place(visitor: Visitor, sku: string): Promise<string> {
  const input = {
    ...{ lines: [{ sku, quantity: 1 }], payment: { token: 'tok_visa' }, shippingAddress: ADDRESS },
    idempotencyKey: newId(),
  };
  const { placeOrder } = await visitor.ask<Placed>('placeOrder', PLACE, { input });
  return present(placeOrder.orderId, 'placeOrder', placeOrder);
}

async function cancel(visitor: Visitor, orderId: string): Promise<string> {
  const input = { orderId, reason: 'A smoke test.' };
  const { cancelOrder } = await visitor.ask<Cancelled>('cancelOrder', CANCEL, { input });
  const { id } = present(cancelOrder.saga, 'cancelOrder', cancelOrder);
  return follow(visitor, 'the cancellation', FOLLOW_SAGA, { sagaId: id });
}

async function statusOf(visitor: Visitor, id: string, expected: string): Promise<string> {
  const { order } = await visitor.ask<Found>('order', ORDER, { id });
  const is = `${order?.status ?? 'absent'}, its payment ${order?.payment?.status ?? 'absent'}`;
  if (is !== expected)
    throw new SmokeFailed(`order ${order?.number ?? id}: it is ${is}, and not ${expected}.`);
  return `order ${order?.number ?? id} is ${is}`;
}

/**
 * Uses the system as a customer does, and reports each thing that works.
 *
 * @throws {SmokeFailed} if something does not work.
 */
export async function smoke({ url, patienceMs, isReadOnly, login }: Request, tell: Tell): Promise<void> {
  const visitor = new Visitor(url, patienceMs);
  const email = await enter(visitor, login);
  tell(`${login ? 'logged in' : 'registered'} as ${email}`);
  // Just after a first start, the catalog may not know of the stock yet.
  const { products } = await look(visitor, email, isReadOnly ? undefined : nothingToOrder);
  tell(`read the customer, and ${products.totalCount} products in stock`);
  if (isReadOnly) return;
  const [product] = products.nodes;
  if (product === undefined)
    throw new SmokeFailed(
      'There is no product to order. Is there demo data? See DEMO_DATA, and --read-only.',
    );
  const orderId = await place(visitor, product.sku);
  tell(`placed order ${orderId} for ${product.sku}`);
  tell(`followed it: ${await follow(visitor, 'the order', FOLLOW, { orderId })}`);
  tell(await statusOf(visitor, orderId, 'CONFIRMED, its payment CAPTURED'));
  tell(`cancelled it: ${await cancel(visitor, orderId)}`);
  tell(await statusOf(visitor, orderId, 'CANCELLED, its payment REFUNDED'));
}
