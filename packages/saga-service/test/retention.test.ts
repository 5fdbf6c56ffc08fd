import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openDocumentStore, type DocumentStore } from '@counterstep/document-store';
import { createManualClock, type ManualClock } from '@counterstep/service-kit/testing';
import { createRetentionPass, type RetentionPass } from '../src/retention/retention.ts';
import { createSagaStore, type SagaStore } from '@counterstep/saga-engine';
import { instantOf } from '@counterstep/saga-engine/core/instant';
import type { Ask } from '../src/subgraph-client.ts';
import { Story, succeeded } from '@counterstep/saga-engine/testing';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const RETENTION_MS = 90 * DAY_MS;

describe('retention', () => {
  let clock: ManualClock;
  let folder: string;
  let store: DocumentStore;
  let sagas: SagaStore;
  let errors: object[];

  const ask = (() => Promise.resolve({ forgetSteps: 0 })) as unknown as Ask;
  const log = {
    info: () => undefined,
    warn: () => undefined,
    error: (fields: object) => void errors.push(fields),
  };
  /** The passes of a process that starts now. */
  const start = (): RetentionPass =>
    createRetentionPass({ sagas, store, ask, clock, log, retentionMs: RETENTION_MS });

  const keep = async (id: string): Promise<void> => {
    const story = new Story();
    story.start();
    story.answers(...Array.from({ length: 5 }, () => succeeded));
    const now = instantOf(clock.now());
    const draft = { ...story.saga, id, requestHash: 'hash', correlationId: 'correlation', epoch: 1 };
    const inserted = await sagas.insert({ ...draft, startedAt: now });
    await sagas.save({ ...inserted, finishedAt: now });
  };

  const hourly = async (pass: RetentionPass, hours: number): Promise<number> => {
    let archived = 0;
    for (let hour = 0; hour < hours; hour += 1) {
      clock.advance(HOUR_MS);
      archived += await pass();
    }
    return archived;
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'counterstep-retention-'));
    store = await openDocumentStore({ service: 'coordinator', mongoDb: 'unused', dataDir: folder });
    sagas = createSagaStore(store);
    clock = createManualClock();
    errors = [];
    await keep('old');
    clock.advance(RETENTION_MS);
    await keep('young');
  });

  afterEach(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });

  it('archives nothing by its first reading of the clock, and what is old by the second', async () => {
    const pass = start();
    expect(await pass()).toBe(0);
    expect(await hourly(pass, 1)).toBe(1);
    expect((await sagas.get('young'))?.log).not.toEqual([]);
    expect(errors).toEqual([]);
  });

  it('archives nothing, and says so, when it starts with a clock 100 days ahead', async () => {
    clock.jump(100 * DAY_MS);
    const pass = start();
    expect([await pass(), await hourly(pass, 24)]).toEqual([0, 0]);
    expect(errors.length).toBe(25);
    expect(errors[0]).toMatchObject({ why: 'jumped-forward' });
  });

  it('goes on distrusting such a clock over a restart', async () => {
    clock.jump(100 * DAY_MS);
    await start()();
    const next = start();
    expect([await next(), await hourly(next, 24)]).toEqual([0, 0]);
    expect(errors.at(-1)).toMatchObject({ why: 'distrusted' });
  });

  it('archives nothing when the clock jumps while it runs', async () => {
    const pass = start();
    await pass();
    await hourly(pass, 1);
    clock.jump(100 * DAY_MS);
    expect(await hourly(pass, 24)).toBe(0);
    expect((await sagas.get('young'))?.archivedAt).toBeUndefined();
  });

  it('trusts a clock that was set right again after a week', async () => {
    clock.jump(100 * DAY_MS);
    await start()();
    clock.jump(-100 * DAY_MS);
    const pass = start();
    expect(await pass()).toBe(0);
    expect(errors.at(-1)).toMatchObject({ why: 'jumped-back' });
    expect(await hourly(pass, 7 * 24 + 2)).toBe(1);
    expect((await sagas.get('young'))?.archivedAt).toBeUndefined();
  });
});
