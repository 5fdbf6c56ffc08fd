import { loadFor, measured } from '../load.ts';
import type { Scenario } from '../scenario.ts';
import { openShop, placeOrder, eventsOf } from '../shop.ts';
import { withSystemUnderTest } from '../system-under-test.ts';

const refusals = {
  'card declined, 2 steps undone': { payment: { token: 'tok_declined' } },
  'no carrier, 3 steps undone': { postalCode: '00000' },
};

/** How long it takes to undo an order, from the refusal to the last event, by the saga's own event log. */
export const rollback: Scenario = {
  name: 'rollback',
  title: 'Undoing, from the refusal to COMPENSATED',
  run: ({ seconds, progress }) =>
    withSystemUnderTest(async ({ urls }) => {
      const { ada } = await openShop(urls['gateway'] ?? '');
      const rows = [];
      for (const [what, changes] of Object.entries(refusals)) {
        for (const inFlight of [1, 16]) {
          progress(`${what}, ${inFlight} in flight`);
          const latencies: number[] = [];
          const load = await loadFor(seconds * 1000, inFlight, async () => {
            const events = await eventsOf(ada, (await placeOrder(ada, changes)).saga.id);
            const [from, to] = ['COMPENSATION_STARTED', 'SAGA_COMPENSATED'].map((type) =>
              Date.parse(events.find((event) => event.type === type)?.at ?? ''),
            );
            latencies.push((to ?? NaN) - (from ?? NaN));
          });
          const { perSecond: _, ...figures } = measured(latencies, 1);
          rows.push({ what: `${what}, ${inFlight} in flight`, perSecond: load.perSecond, ...figures });
        }
      }
      return rows;
    }),
};
