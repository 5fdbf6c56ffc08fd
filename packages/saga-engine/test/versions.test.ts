import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openDocumentStore } from '@counterstep/document-store';
import { Harness } from '../src/testing/harness.ts';
import { trip } from '../src/testing/trip.ts';
import { byTrain, versionsHold } from './support/versions.ts';

describe('on an embedded store', () => {
  let folder: string;
  let dataDir: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'counterstep-versions-'));
  });

  beforeEach(async () => {
    dataDir = await mkdtemp(join(folder, 'data-'));
  });

  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  versionsHold(() =>
    openDocumentStore({ service: 'coordinator', dataDir, mongoUri: undefined, mongoDb: 'unused' }),
  );
});

describe('while two versions are deployed', () => {
  it('a coordinator of the old one leaves sagas of the new one to those that know it', async () => {
    const harness = await Harness.open();
    const old = harness.process({ id: 'old', definitions: [trip] });
    old.runner.run();
    harness.script('train', 'invoke', 'hangs');
    const dead = harness.process({ id: 'dead', definitions: [trip, byTrain] });
    await harness.start(dead.runner);
    await harness.pass(10);
    dead.kill();
    await harness.pass(30_000);
    expect(await harness.saga()).toMatchObject({ holder: 'dead', epoch: 1, status: 'RUNNING' });
    harness.process({ id: 'new', definitions: [trip, byTrain] }).runner.run();
    const ended = await harness.reaches('COMPLETED');
    expect(ended.log.find(({ type }) => type === 'SAGA_TAKEN_OVER')).toMatchObject({ actor: 'new' });
    expect(harness.sent.map(({ step }) => step)).toEqual(['hotel', 'train', 'train', 'confirm', 'letter']);
    await harness.close();
  });
});
