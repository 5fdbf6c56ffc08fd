import type { Scenario } from '../scenario.ts';
import { countSagas, openShop, placeOrder } from '../shop.ts';
import { startSubject } from '../subject.ts';

const ORDERS = 650;
const WANTED_IN_FLIGHT = 500;
const ACTIVE = ['RUNNING', 'COMPENSATING', 'STUCK'];

/** Kills the whole process while orders are under way, and waits until the next one has ended them all. */
export const recovery: Scenario = {
  name: 'recovery',
  title: `SIGKILL with ${WANTED_IN_FLIGHT} orders under way, until all have ended`,
  run: async ({ progress }) => {
    let subject = await startSubject({ SAGA_CONCURRENCY: '1000' });
    try {
      const { ada } = await openShop(subject.urls['gateway'] ?? '');
      progress('placing orders');
      const placed = await Promise.all(
        Array.from({ length: ORDERS }, () => placeOrder(ada, { waitFor: 'ACCEPTED' })),
      );
      const killedAt = performance.now();
      subject = await subject.crash();
      const readyAt = performance.now();
      const { admin } = await openShop(subject.urls['gateway'] ?? '', { stock: false });
      const left = await countSagas(admin, ACTIVE);
      progress(`${left} of ${placed.length} orders left`);
      while ((await countSagas(admin, ACTIVE)) > 0) await new Promise((resolve) => setTimeout(resolve, 20));
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
      await subject.remove();
    }
  },
};
