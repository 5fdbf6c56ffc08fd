import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  commitDecision,
  openDocumentStore,
  WriteRejected,
  type Collection,
  type Document,
  type DocumentStore,
} from '../src/index.ts';

interface Counter extends Document {
  readonly value: number;
}

describe('commitDecision', () => {
  let folder: string;
  let store: DocumentStore;
  let counters: Collection<Counter>;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'counterstep-decide-'));
    store = await openDocumentStore({ service: 'decide', dataDir: folder, mongoDb: 'counterstep' });
    counters = store.collection<Counter>({ name: 'counters' });
  });
  afterEach(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });

  it('decides anew when another writer came first', async () => {
    const increase = () =>
      commitDecision(store, async () => {
        const counter = await counters.get('one');
        const value = (counter?.value ?? 0) + 1;
        const write = counter
          ? counters.replace({ id: 'one', value }, counter.version)
          : counters.insert({ id: 'one', value });
        return { writes: [write], result: value };
      });
    const values = await Promise.all(Array.from({ length: 10 }, increase));
    expect(values.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('gives up when it loses every time', async () => {
    let decisions = 0;
    const losing = commitDecision(store, () => {
      decisions += 1;
      return Promise.resolve({ writes: [counters.remove('absent', {})], result: undefined });
    });
    await expect(losing).rejects.toThrow(WriteRejected);
    expect(decisions).toBe(101);
  });
});
