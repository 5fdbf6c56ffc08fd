import { post } from '../client.ts';
import { loadFor, type Measured } from '../load.ts';
import { openShop, placeAndEnd } from '../shop.ts';
import { startSubject } from '../subject.ts';

const IN_FLIGHT = [1, 16, 64];

export interface Placing {
  readonly inFlight: number;
  readonly sagas: Measured;
  /** The same calls without a coordinator. */
  readonly floor: Measured;
  readonly share: number;
}

/** Orders placed through the public endpoint, beside the same step mutations with no coordinator. */
export async function placing(durationMs: number): Promise<readonly Placing[]> {
  const subject = await startSubject();
  try {
    const { gateway = '', floor: floorUrl = '' } = subject.urls;
    const { ada } = await openShop(gateway);
    const saga = (): Promise<void> => placeAndEnd(ada, 'COMPLETED');
    const floor = (): Promise<string> => post(floorUrl, '');
    await loadFor(durationMs / 2, 16, saga);
    await loadFor(durationMs / 2, 16, floor);
    const rows: Placing[] = [];
    for (const inFlight of IN_FLIGHT) {
      const [bare, sagas] = [
        await loadFor(durationMs, inFlight, floor),
        await loadFor(durationMs, inFlight, saga),
      ];
      rows.push({ inFlight, sagas, floor: bare, share: sagas.perSecond / bare.perSecond });
    }
    return rows;
  } finally {
    await subject.remove();
  }
}
