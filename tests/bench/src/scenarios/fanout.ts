import { createClient as createSocketClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { measured } from '../load.ts';
import type { Scenario } from '../scenario.ts';
import { openShop, placeOrder } from '../shop.ts';
import { withSystemUnderTest } from '../system-under-test.ts';

const SUBSCRIBERS = 1_000;
const EVENTS = 10;

const PROGRESS = `subscription ($sagaId: ID!) {
  sagaProgress(sagaId: $sagaId) { sequence at type order { id status } }
}`;
const COMMANDS = ['pauseSaga', 'resumeSaga'] as const;

interface Delivery {
  readonly sagaProgress: { readonly sequence: number; readonly at: string; readonly type: string };
}

/** How long events take from their commit until the last subscriber has them. */
class Arrivals {
  readonly #counts = new Map<number, number>();
  readonly #waiting = new Map<string, (lastMs: number) => void>();

  take({ sagaProgress: { sequence, at, type } }: Delivery): void {
    const count = (this.#counts.get(sequence) ?? 0) + 1;
    this.#counts.set(sequence, count);
    if (count === SUBSCRIBERS) this.#waiting.get(type)?.(Date.now() - Date.parse(at));
  }

  /** The time that the next event of the type takes to reach everybody. */
  next(type: string): Promise<number> {
    return new Promise((resolve) => this.#waiting.set(type, resolve));
  }
}

async function subscribeAll(url: string, token: string, sagaId: string, arrivals: Arrivals) {
  const clients = Array.from({ length: SUBSCRIBERS }, () =>
    createSocketClient({
      url,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${token}` },
    }),
  );
  const everybody = arrivals.next('SAGA_STARTED');
  for (const client of clients) {
    client.subscribe<Delivery>(
      { query: PROGRESS, variables: { sagaId } },
      {
        next: ({ data }) => {
          if (data) arrivals.take(data);
        },
        error: (error) => {
          throw new Error('A subscription failed.', { cause: error });
        },
        complete: () => undefined,
      },
    );
  }
  await everybody;
  return () => Promise.all(clients.map(async (client) => client.dispose()));
}

/** The events of one saga, which an operator pauses and resumes again and again, sent to many sockets. */
export const fanout: Scenario = {
  name: 'fanout',
  title: `One event to ${SUBSCRIBERS} sockets, from its commit to the last of them`,
  run: ({ progress }) =>
    withSystemUnderTest(async ({ urls }) => {
      const gateway = urls['gateway'] ?? '';
      const { ada, adaToken, admin } = await openShop(gateway);
      // No carrier serves the address and the refund fails, so the saga never ends.
      const stays = { postalCode: '00000', payment: { token: 'tok_refund_fails' }, waitFor: 'RECORDED' };
      const { saga } = await placeOrder(ada, stays);
      progress(`opening ${SUBSCRIBERS} sockets`);
      const arrivals = new Arrivals();
      const url = `${gateway.replace(/^http/, 'ws')}/graphql`;
      const leave = await subscribeAll(url, adaToken, saga.id, arrivals);
      const lastMs: number[] = [];
      for (let event = 0; event < EVENTS; event += 1) {
        const command = COMMANDS[event % 2] ?? 'pauseSaga';
        const arrived = arrivals.next(command === 'pauseSaga' ? 'SAGA_PAUSED' : 'SAGA_RESUMED');
        const mutation = `mutation ($input: SagaActionInput!) { ${command}(input: $input) { errors { __typename } } }`;
        await admin.ask(mutation, { input: { sagaId: saga.id, reason: 'benchmark' } });
        lastMs.push(await arrived);
      }
      await leave();
      const { p50Ms, operations } = measured(lastMs, 1);
      return [{ what: 'the last of them', events: operations, p50Ms, maxMs: Math.max(...lastMs) }];
    }),
};
