import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openDocumentStore, type DocumentStore } from '@counterstep/document-store';
import { newSaga } from '@counterstep/saga-engine/core/evolve';
import { later, planOf, createSagaStore, type SagaDocument, type SagaStore } from '@counterstep/saga-engine';
import { createSagaLoaders } from '../src/loaders.ts';
import { snapshotOf } from '../src/snapshot.ts';
import { trip, tripConfig } from '@counterstep/saga-engine/testing';

const plan = planOf(trip, tripConfig);
const start = '2026-03-01T09:00:00.000Z';

let folder: string;
let database: DocumentStore;
let sagas: SagaStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'counterstep-'));
  database = await openDocumentStore({ service: 'coordinator', dataDir: folder, mongoDb: 'unused' });
  sagas = createSagaStore(database);
});

afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

const loadersOf = () => createSagaLoaders(sagas);

const keep = (index: number, subject: string): Promise<SagaDocument> =>
  sagas.insert({
    ...newSaga(plan, { id: `${subject}-${index}`, input: {}, now: later(start, index) }),
    ...{ subject, requestHash: 'hash', correlationId: 'correlation', epoch: 1 },
  });

describe('the sagas of an order', () => {
  it('are the newest 50, oldest first, also where another order has as many', async () => {
    for (let index = 0; index < 120; index += 1) {
      await keep(index, 'one');
      await keep(index, 'other');
    }
    const [one, other, none] = await loadersOf().sagasOfSubject.loadMany(['one', 'other', 'none']);
    const ids = (subject: string) =>
      Array.from({ length: 50 }, (_, index) => ({ id: `${subject}-${70 + index}` }));
    expect(one).toMatchObject(ids('one'));
    expect(other).toMatchObject(ids('other'));
    expect(none).toEqual([]);
  });
});

describe('the saga at the end of a mutation', () => {
  it('is as it is stored then', async () => {
    const known = await keep(1, 'one');
    const saved = await sagas.save({ ...known, epoch: 2 });
    expect(await snapshotOf({ loaders: loadersOf(), sagas }, known)).toEqual(saved);
  });

  it('is the one that was accepted where the store has failed since', async () => {
    const known = await keep(1, 'one');
    const sources = { loaders: loadersOf(), sagas };
    await database.close();
    expect(await snapshotOf(sources, known)).toBe(known);
  });
});
