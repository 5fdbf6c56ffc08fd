import { DemoFailed, type DemoClient } from './client.ts';
import { createScreen, draw, type DrawnEvent, type DrawnStep } from './drawing.ts';
import type { Scenario } from './scenarios.ts';

const PLACE = `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) {
  orderId saga { steps { name item subgraph } } errors { ... on UserError { message } } } }`;
const PROGRESS = `subscription ($orderId: ID!) { orderProgress(orderId: $orderId) {
  type step attempt message saga { steps { name item subgraph } } } }`;
const RESULT = 'query ($id: ID!) { order(id: $id) { number status saga { status } } }';

interface Placed {
  readonly placeOrder: {
    readonly orderId: string | null;
    readonly saga: { readonly steps: readonly DrawnStep[] } | null;
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
    readonly saga: { readonly status: string } | null;
  } | null;
}

/** Places the order of a scenario and draws its saga until it has ended; says whether it ended as it must. */
export async function play(
  client: DemoClient,
  scenario: Scenario,
  out: NodeJS.WriteStream,
): Promise<boolean> {
  const { placeOrder } = await client.ask<Placed>(PLACE, { input: scenario.input });
  const { orderId, saga, errors } = placeOrder;
  if (orderId === null || saga === null) {
    throw new DemoFailed(
      `${errors[0]?.message ?? 'The order was not accepted.'} Is there demo data? See DEMO_DATA.`,
    );
  }
  const screen = createScreen(out);
  const events: DrawnEvent[] = [];
  screen.show(draw(saga.steps, events, out.isTTY));
  for await (const { orderProgress } of client.follow<Progress>(PROGRESS, { orderId })) {
    events.push(orderProgress);
    screen.show(draw(orderProgress.saga.steps, events, out.isTTY));
  }
  screen.keep();
  const { order } = await client.ask<Result>(RESULT, { id: orderId });
  out.write(`    order ${order?.number ?? orderId} is ${order?.status ?? 'not there'}\n`);
  return order?.saga?.status === scenario.expected;
}
