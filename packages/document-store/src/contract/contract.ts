import { afterAll, beforeAll, describe } from '@jest/globals';
import { type DocumentStore, openDocumentStore, type StorageConfig } from '../index.ts';
import { changesContract } from './changes.ts';
import { dyingContract } from './dying.ts';
import { modelContract } from './model.ts';
import { pagingContract } from './paging.ts';
import { racingContract } from './racing.ts';
import { readingContract } from './reading.ts';
import { type Bench, thingSpec } from './things.ts';
import { writingContract } from './writing.ts';

/** Tests what every store must do, durable or not; `config` names an empty database. */
export function storeContract(
  engine: string,
  config: () => StorageConfig,
  open: Bench['open'] = openDocumentStore,
): void {
  describe(`the store contract on ${engine}`, () => {
    let store: DocumentStore;
    const bench: Bench = {
      get config() {
        return config();
      },
      open,
      store: () => store,
      things: () => store.collection(thingSpec()),
    };

    beforeAll(async () => {
      store = await open(config());
    });

    afterAll(() => store.close());

    readingContract(bench);
    writingContract(bench);
    pagingContract(bench);
    modelContract(bench);
    changesContract(bench);
    racingContract(bench);
    if (open === openDocumentStore) dyingContract(bench);
  });
}
