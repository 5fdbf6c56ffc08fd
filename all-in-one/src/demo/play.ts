import { formatMoney, type Money } from '@counterstep/service-kit';
import { DemoFailed, type Cast, type DemoClient } from './client.ts';
import { createScreen, draw, type DrawnEvent, type DrawnStep } from './drawing.ts';
import type { Scenario } from './scenarios.ts';

const STEPS = 'steps { name item subgraph status wait { for } }';
const PLACE = `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) {
  orderId saga { ${STEPS} } errors { ... on UserError { message } } } }`;
const PROGRESS = `subscription ($orderId: ID!) { orderProgress(orderId: $orderId) {
  type step item attempt message saga { ${STEPS} } } }`;
const RESULT = `query ($id: ID!) { order(id: $id) {
  number status fulfilment refunded { amount currency } saga { status } } }`;

interface Placed {
  readonly placeOrder: {
    readonly orderId: string | null;
    readonly errors: readonly { readonly message: string }[];
  };
}

interface Progress {
  readonly orderProgress: DrawnEvent & { readonly saga: { readonly steps: readonly DrawnStep[] } };
}

interface Result {
  readonly order: {
    readonly number: string;
    readonly status: string;
    readonly fulfilment: string;
    readonly refunded: Money | null;
    readonly saga: { readonly status: string } | null;
  } | null;
}

/** Places a scenario's order and draws its sagas until they end; resolves to whether they ended as expected. */
export async function play(cast: Cast, scenario: Scenario, out: NodeJS.WriteStream): Promise<boolean> {
  const { customer } = cast;
  const { placeOrder } = await customer.ask<Placed>(PLACE, { input: scenario.input });
  const { orderId, errors } = placeOrder;
  if (orderId === null) {
    throw new DemoFailed(
      `${errors[0]?.message ?? 'The order was not accepted.'} Is there demo data? See DEMO_DATA.`,
    );
  }
  await watch(cast, orderId, scenario, out);
  let good = await conclude(customer, orderId, scenario.expected, out);
  const { admin } = cast;
  if (admin === undefined) return good;
  for (const act of scenario.acts ?? []) {
    out.write(`\n    ${act.title}\n`);
    await act.begin({ customer, admin }, orderId);
    await watch(cast, orderId, act, out);
    good = (await conclude(customer, orderId, act.expected, out)) && good;
  }
  return good;
}

/** Draws the order's latest saga until it ends, and starts the scenario's action once when the saga waits. */
async function watch(
  cast: Cast,
  orderId: string,
  { whileWaiting }: Pick<Scenario, 'whileWaiting'>,
  out: NodeJS.WriteStream,
): Promise<void> {
  const screen = createScreen(out);
  const events: DrawnEvent[] = [];
  let waited = false;
  for await (const { orderProgress } of cast.customer.follow<Progress>(PROGRESS, { orderId })) {
    events.push(orderProgress);
    screen.show(draw(orderProgress.saga.steps, events, out.isTTY));
    if (orderProgress.type !== 'STEP_WAITING' || waited) continue;
    waited = true;
    await whileWaiting?.(cast, orderId);
  }
  screen.keep();
}

async function conclude(
  { ask }: DemoClient,
  orderId: string,
  expected: Scenario['expected'],
  out: NodeJS.WriteStream,
): Promise<boolean> {
  const { order } = await ask<Result>(RESULT, { id: orderId });
  const travelled = order === null || order.fulfilment === 'NONE' ? '' : `, ${order.fulfilment}`;
  const refunded = order?.refunded?.amount ? `, ${formatMoney(order.refunded)} given back` : '';
  const became = `${order?.status ?? 'not there'}${travelled}${refunded}`;
  out.write(`    order ${order?.number ?? orderId} is ${became}\n`);
  return order?.saga?.status === expected;
}
