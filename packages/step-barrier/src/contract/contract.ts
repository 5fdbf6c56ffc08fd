import { afterAll, beforeAll, describe } from '@jest/globals';
import type { Bench } from './bench.ts';
import { interleavingContract } from './interleavings.ts';
import { recordsContract } from './records.ts';
import { waitingContract } from './waiting.ts';

export type { Bench, Effect } from './bench.ts';

/** Tests what every store of barrier records must do; `open` opens an empty one. */
export function barrierStoreContract<Writes>(adapter: string, open: () => Promise<Bench<Writes>>): void {
  describe(`the contract of barrier stores on ${adapter}`, () => {
    let bench: Bench<Writes>;
    beforeAll(async () => {
      bench = await open();
    });
    afterAll(() => bench.close());

    recordsContract(() => bench);
    waitingContract(() => bench);
    interleavingContract(() => bench);
  });
}
