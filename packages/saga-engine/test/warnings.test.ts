import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openDocumentStore } from '@counterstep/document-store';
import { Restarts } from './support/restarts.ts';
import { trip } from '../src/testing/trip.ts';
import { byTrain } from './support/versions.ts';

describe('an operator who reads warnings', () => {
  let dataDir: string;
  let lives: Restarts;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'counterstep-warnings-'));
    lives = new Restarts(() =>
      openDocumentStore({ service: 'coordinator', dataDir, mongoUri: undefined, mongoDb: 'unused' }),
    );
    await lives.restart(trip);
  });

  afterEach(async () => {
    await lives.end();
    await rm(dataDir, { recursive: true });
  });

  it('is told once of a saga that is stuck, however often it is probed', async () => {
    lives.participants.temper = { rejecting: ['confirm'], broken: ['hotel:compensate'] };
    await lives.start('stuck');
    const { steps } = await lives.reaches('stuck', 'STUCK');
    const [hotel] = steps;
    await lives.sentTimes('stuck hotel compensate', hotel!.attempts + 3);
    expect(lives.warnings).toEqual([
      expect.objectContaining({
        sagaId: 'stuck',
        correlationId: 'correlation-stuck',
        type: 'STEP_STUCK',
        step: 'hotel',
        code: 'PROVIDER_UNAVAILABLE',
      }),
    ]);
  });

  it('is told of a saga whose version is missing', async () => {
    lives.held.add('flight:invoke');
    await lives.start('old');
    await lives.sentTimes('old flight invoke', 1);
    await lives.restart(byTrain);
    await lives.reaches('old', 'STUCK');
    expect(lives.warnings).toEqual([
      expect.objectContaining({ sagaId: 'old', type: 'STEP_STUCK', code: 'UNKNOWN_DEFINITION' }),
    ]);
  });

  it('is told nothing of sagas that go well', async () => {
    await lives.start('well');
    await lives.reaches('well', 'COMPLETED');
    expect(lives.warnings).toEqual([]);
  });
});
