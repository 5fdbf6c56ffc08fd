import { createClient, post, type Client } from '../client.ts';
import { loadFor } from '../load.ts';
import type { Row, Scenario } from '../scenario.ts';
import { openShop, placeAndEnd, viewerOf } from '../shop.ts';
import { withSystemUnderTest } from '../system-under-test.ts';

const OWN = 'id number status placedAt total { amount currency } lines { sku name quantity }';
const ONE_SERVICE = `{ orders(first: 20) { nodes { ${OWN} } } }`;
const ALL_SERVICES = `{ orders(first: 20) { nodes { ${OWN}
  payment { status } shipment { status } reservation { status } notifications { type } saga { status } } } }`;

/** Fields of one subgraph, queried through the gateway and, for comparison, directly. */
export const federation: Scenario = {
  name: 'federation',
  title: 'A page of 20 orders through the gateway, beside the same fields asked of the subgraph',
  run: ({ seconds, progress }) =>
    withSystemUnderTest(async ({ urls }) => {
      const { ada } = await openShop(urls['gateway'] ?? '');
      await Promise.all(Array.from({ length: 20 }, () => placeAndEnd(ada, 'COMPLETED')));
      const viewer = await viewerOf(ada);
      const direct = async (): Promise<Client> =>
        createClient(
          urls['orders'] ?? '',
          await post(`${urls['baseline'] ?? ''}/token`, JSON.stringify(viewer)),
        );
      const rows: Row[] = [];
      for (const inFlight of [1, 16]) {
        progress(`${inFlight} in flight`);
        const orders = await direct();
        await loadFor(seconds * 250, inFlight, () => ada.ask(ONE_SERVICE));
        const baseline = await loadFor(seconds * 1000, inFlight, () => orders.ask(ONE_SERVICE));
        const one = await loadFor(seconds * 1000, inFlight, () => ada.ask(ONE_SERVICE));
        const all = await loadFor(seconds * 1000, inFlight, () => ada.ask(ALL_SERVICES));
        const share = one.perSecond / baseline.perSecond;
        rows.push(
          { what: `one service, gateway, ${inFlight} in flight`, ...one, share },
          { what: `one service, direct, ${inFlight} in flight`, ...baseline },
          { what: `six services, gateway, ${inFlight} in flight`, ...all },
        );
      }
      return rows;
    }),
};
