import { afterEach, describe } from '@jest/globals';
import { describeOldSagas, openOldFile, readOldStores } from './old-stores.ts';

describe('a SQLite store that commit 6323fac~1 has written', () => {
  let close: (() => Promise<void>) | undefined;

  afterEach(() => close?.());

  describeOldSagas(async () => {
    const opened = await openOldFile(await readOldStores('6323fac'), 'coordinator');
    close = opened.close;
    return opened.store;
  });
});
