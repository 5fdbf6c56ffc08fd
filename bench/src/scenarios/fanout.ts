import { createClient as createSocketClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { measured } from '../load.ts';
import type { Scenario } from '../scenario.ts';
import { openShop, placeOrder } from '../shop.ts';
import { withSubject } from '../subject.ts';

const SUBSCRIBERS = 1_000;
const EVENTS = 8;

const PROGRESS = `subscription ($sagaId: ID!) {
  sagaProgress(sagaId: $sagaId) { sequence at type order { id status } }
}`;

interface Delivery {
  readonly sagaProgress: { readonly sequence: number; readonly at: string; readonly type: string };
}

/** When each event had come to how many subscribers, and to the last of them. */
class Arrivals {
  readonly #counts = new Map<number, number>();
  readonly lastMs: number[] = [];
  readonly #enough: () => void;

  constructor(enough: () => void) {
    this.#enough = enough;
  }

  take({ sagaProgress: { sequence, at, type } }: Delivery, live: boolean): void {
    const count = (this.#counts.get(sequence) ?? 0) + 1;
    this.#counts.set(sequence, count);
    if (count < SUBSCRIBERS || !live || type !== 'STEP_RETRYING') return;
    this.lastMs.push(Date.now() - Date.parse(at));
    if (this.lastMs.length === EVENTS) this.#enough();
  }
}

/** Events of one saga to many sockets; it is a saga whose carrier does not answer, so that it has many retries. */
export const fanout: Scenario = {
  name: 'fanout',
  title: `One event to ${SUBSCRIBERS} sockets, from its commit to the last of them`,
  run: ({ progress }) =>
    withSubject(async ({ urls }) => {
      const gateway = urls['gateway'] ?? '';
      const { ada, adaToken } = await openShop(gateway);
      const { saga } = await placeOrder(ada, { postalCode: '99999', waitFor: 'ACCEPTED' });
      progress(`opening ${SUBSCRIBERS} sockets`);
      const clients = Array.from({ length: SUBSCRIBERS }, () =>
        createSocketClient({
          url: `${gateway.replace(/^http/, 'ws')}/graphql`,
          webSocketImpl: WebSocket,
          connectionParams: { authorization: `Bearer ${adaToken}` },
          lazy: false,
        }),
      );
      let open = 0;
      const lastMs = await new Promise<readonly number[]>((resolve, reject) => {
        const arrivals = new Arrivals(() => {
          resolve(arrivals.lastMs);
        });
        for (const client of clients) {
          let joined = false;
          client.subscribe<Delivery>(
            { query: PROGRESS, variables: { sagaId: saga.id } },
            {
              next: ({ data }) => {
                if (!joined) open += 1;
                joined = true;
                if (data) arrivals.take(data, open === SUBSCRIBERS);
              },
              error: reject,
              complete: () => undefined,
            },
          );
        }
      });
      await Promise.all(clients.map(async (client) => client.dispose()));
      const { p50Ms, operations } = measured(lastMs, 1);
      return [{ what: 'the last of them', events: operations, p50Ms, maxMs: Math.max(...lastMs) }];
    }, FANOUT_ENV),
};

/** Retries at short intervals for as long as the measurement takes. */
const FANOUT_ENV = { PERSISTENT_RETRY_WINDOW_MS: '600000', RETRY_WINDOW_MS: '600000' };
