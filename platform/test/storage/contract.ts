import { afterAll, beforeAll, describe } from '@jest/globals';
import { type DocumentStore, openDocumentStore, type StorageConfig } from '@counterstep/platform/storage';
import { changesContract } from './contract/changes.ts';
import { dyingContract } from './contract/dying.ts';
import { modelContract } from './contract/model.ts';
import { pagingContract } from './contract/paging.ts';
import { racingContract } from './contract/racing.ts';
import { readingContract } from './contract/reading.ts';
import { type Bench, thingSpec } from './contract/things.ts';
import { writingContract } from './contract/writing.ts';

/** What every store must do, whether it outlives its process or not; `config` names an empty database. */
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
