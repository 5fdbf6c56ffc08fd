import type { Client } from '../client.ts';
import type { Scenario } from '../scenario.ts';
import { countSagas, openShop, placeOrder } from '../shop.ts';
import { startSystemUnderTest } from '../system-under-test.ts';

const WANTED_IN_FLIGHT = 500;
/** More orders than are wanted in flight, so that some are still to be accepted when enough are. */
const ORDERS = 2 * WANTED_IN_FLIGHT;
const ACTIVE = ['RUNNING', 'COMPENSATING', 'STUCK'];

/** Places orders; resolves when enough of them are accepted. */
const acceptEnough = (customer: Client): Promise<void> =>
  new Promise((resolve, reject) => {
    let accepted = 0;
    for (let order = 0; order < ORDERS; order += 1)
      placeOrder(customer, { waitFor: 'ACCEPTED' }).then(() => {
        accepted += 1;
        if (accepted === WANTED_IN_FLIGHT) resolve();
      }, reject);
  });

/** Kills the whole process while orders are under way, and waits until its successor has ended all of them. */
export const recovery: Scenario = {
  name: 'recovery',
  title: `SIGKILL with ${WANTED_IN_FLIGHT} orders under way, until all have ended`,
  run: async ({ progress }) => {
    let system = await startSystemUnderTest({ SAGA_CONCURRENCY: '1000' });
    try {
      const { ada } = await openShop(system.urls['gateway'] ?? '');
      progress('placing orders');
      await acceptEnough(ada);
      const killedAt = performance.now();
      system = await system.crash();
      const readyAt = performance.now();
      const { admin } = await openShop(system.urls['gateway'] ?? '', { stock: false });
      const left = await countSagas(admin, ACTIVE);
      progress(`${left} orders left`);
      while ((await countSagas(admin, ACTIVE)) > 0) await new Promise((resolve) => setTimeout(resolve, 100));
      const endedAt = performance.now();
      return [
        {
          what: `${left} left at the first look after the start`,
          startMs: readyAt - killedAt,
          recoveryMs: endedAt - readyAt,
          allMs: endedAt - killedAt,
        },
      ];
    } finally {
      await system.remove();
    }
  },
};
