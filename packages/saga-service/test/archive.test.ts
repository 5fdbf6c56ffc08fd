import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openDocumentStore, type DocumentStore } from '@counterstep/document-store';
import { createManualClock } from '@counterstep/service-kit/testing';
import { archiveOldSagas } from '../src/retention/archive.ts';
import { createSagaStore, type SagaStore } from '@counterstep/saga-engine';
import type { Ask } from '../src/subgraph-client.ts';
import { instantOf } from '@counterstep/saga-engine/core/instant';
import { Story, succeeded } from '@counterstep/saga-engine/testing';

const DAY_MS = 86_400_000;

describe('the archive of sagas', () => {
  const clock = createManualClock();
  let folder: string;
  let store: DocumentStore;
  let sagas: SagaStore;
  let forgotten: string[];
  let down: string | undefined;

  /** Participants that note the keys which they are asked to forget. */
  const ask = ((subgraph: string, _document: unknown, variables: unknown) => {
    if (subgraph === down) return Promise.reject(new Error(`${subgraph} is down.`));
    const { keys } = variables as { readonly keys: readonly string[] };
    forgotten.push(...keys);
    return Promise.resolve({ forgetSteps: keys.length });
  }) as Ask;

  const archive = () => archiveOldSagas({ sagas, ask, clock, retentionMs: DAY_MS });

  /** Stores a saga that has just begun and, unless `ended` is false, has ended. */
  const keep = async (id: string, ended = true) => {
    const story = new Story();
    story.start();
    if (ended) story.answers(...Array.from({ length: 5 }, () => succeeded));
    const draft = { ...story.saga, id, requestHash: 'hash', correlationId: 'correlation', epoch: 1 };
    const inserted = await sagas.insert(draft);
    await sagas.save(ended ? { ...inserted, finishedAt: instantOf(clock.now()) } : inserted);
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'counterstep-archive-'));
    store = await openDocumentStore({ service: 'coordinator', mongoDb: 'unused', dataDir: folder });
    sagas = createSagaStore(store);
    [forgotten, down] = [[], undefined];
  });

  afterEach(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });

  it('takes the details of what ended long ago, once its participants have forgotten it', async () => {
    await keep('old');
    clock.advance(DAY_MS);
    await keep('new');
    expect(await archive()).toBe(1);
    expect(forgotten.sort()).toEqual(
      ['confirm', 'flight', 'hotel', 'letter', 'regret', 'ticket'].map((step) => `old:${step}`),
    );
    const [old, young] = [await sagas.get('old'), await sagas.get('new')];
    expect(old).toMatchObject({ status: 'COMPLETED', log: [], input: {}, requestHash: 'hash' });
    expect(old?.steps.filter(({ output }) => output !== undefined)).toEqual([]);
    expect(young?.log).not.toEqual([]);
  });

  it('leaves alone what has not ended, however old it is', async () => {
    await keep('waiting', false);
    clock.advance(100 * DAY_MS);
    expect(await archive()).toBe(0);
    expect(forgotten).toEqual([]);
  });

  it('leaves details where a participant cannot be reached, and goes on when it can', async () => {
    await keep('old');
    clock.advance(DAY_MS);
    down = 'flights';
    await expect(archive()).rejects.toThrow('flights is down.');
    expect((await sagas.get('old'))?.archivedAt).toBeUndefined();
    down = undefined;
    expect(await archive()).toBe(1);
    expect(await archive()).toBe(0);
  });

  it('goes through many, a few at a time', async () => {
    for (let index = 0; index < 120; index += 1) await keep(`old-${index}`);
    clock.advance(DAY_MS);
    expect(await archive()).toBe(120);
  });
});
