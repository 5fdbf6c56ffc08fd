import { post } from '../client.ts';
import { loadFor } from '../load.ts';
import type { Scenario } from '../scenario.ts';
import { openShop, placeAndEnd } from '../shop.ts';
import { withSystemUnderTest } from '../system-under-test.ts';

const IN_FLIGHT = [1, 16, 64] as const;

/** Orders placed through the public endpoint, compared with the same step mutations without a coordinator. */
export const placing: Scenario = {
  name: 'placing',
  title: 'PlaceOrder, from request to COMPLETED, beside its calls without a coordinator',
  run: ({ seconds, progress }) =>
    withSystemUnderTest(async ({ urls }) => {
      const { ada } = await openShop(urls['gateway'] ?? '');
      const saga = (): Promise<void> => placeAndEnd(ada, 'COMPLETED');
      const baseline = (): Promise<string> => post(urls['baseline'] ?? '', '');
      progress('warming up');
      // Warms up: V8 has compiled the hot code only after some thousand orders.
      await loadFor(seconds * 2500, 64, saga);
      await loadFor(seconds * 1250, 64, baseline);
      const rows = [];
      for (const inFlight of IN_FLIGHT) {
        progress(`${inFlight} in flight`);
        const bare = await loadFor(seconds * 1000, inFlight, baseline);
        const sagas = await loadFor(seconds * 1000, inFlight, saga);
        const share = sagas.perSecond / bare.perSecond;
        rows.push(
          { what: `sagas, ${inFlight} in flight`, ...sagas, share },
          { what: `baseline, ${inFlight} in flight`, ...bare },
        );
      }
      return rows;
    }),
};
