import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openDocumentStore } from '@counterstep/document-store';
import { describeWithMongo } from '@counterstep/document-store/testing';
import { createRunner, Plans, type StepTransport } from '../src/index.ts';
import { rootFieldOf } from '../src/core/outcome.ts';
import { createSagaStore } from '../src/saga-store.ts';
import { Harness, requestOf } from '../src/testing/harness.ts';
import { journey, VISA_MS, waitingAnswer } from '../src/testing/journey.ts';
import { told, wished } from '../src/testing/story.ts';
import { trip, tripConfig } from '../src/testing/trip.ts';

await describeWithMongo({ describe, beforeAll, afterAll }, 'coordinators on one MongoDB', (mongo) => {
  const place = () => ({ uri: mongo().uri, database: `engine_${randomUUID().slice(-8)}` });

  describe('that share the work', () => {
    let harness: Harness;
    beforeEach(async () => {
      harness = await Harness.open({ mongo: place() });
    });
    afterEach(async () => {
      await harness.close();
    });

    it('commit once per step and once for the beginning', async () => {
      const { runner } = harness.process({ id: 'one' });
      await harness.start(runner);
      await harness.reaches('COMPLETED');
      expect(harness.commits).toBe(trip.steps.length + 1);
    });

    it('take over what a dead one has left, and do nothing twice', async () => {
      const dead = harness.process({ id: 'dead' });
      harness.script('flight', 'invoke', ...Array.from({ length: 20 }, () => 'hangs' as const));
      const ids = Array.from({ length: 20 }, (_, index) => `saga-${index}`);
      for (const id of ids) await harness.start(dead.runner, id);
      dead.kill();
      harness.latencyMs = 100;
      for (const id of ['two', 'three']) harness.process({ id, config: { concurrency: 4 } }).runner.run();
      for (const id of ids) await harness.reaches('COMPLETED', id);
      const sagas = await Promise.all(ids.map((id) => harness.saga(id)));
      const actors = sagas.map(({ log }) => log.find(({ type }) => type === 'SAGA_TAKEN_OVER')?.actor);
      expect(new Set(actors)).toEqual(new Set(['two', 'three']));
      for (const id of ids)
        for (const { name } of trip.steps) expect(harness.participants.times(name, true, id)).toBe(1);
    });

    it('ask for thirty days for what a step waits for, whoever of them dies meanwhile', async () => {
      const [day, start] = [24 * 3_600_000, harness.clock.now()];
      const iso = (ms: number): string => new Date(ms).toISOString();
      const granted = start + 29 * day;
      const office = (now: number) =>
        now >= granted ? 'works' : waitingAnswer(iso(Math.min(now + 3 * day, granted)), iso(start + VISA_MS));
      harness.script('visa', 'invoke', ...Array.from({ length: 30 }, () => office));
      const alive = Array.from({ length: 4 }, (_, index) =>
        harness.process({ id: `c${index}`, definitions: [journey], config: { pollMs: day / 2 } }),
      );
      for (const { runner } of alive) runner.run();
      const input = { trip: 't1', legs: [{ code: 'A' }] };
      await harness.during(alive[0]!.runner.startSaga({ ...requestOf(), input }));
      for (const coordinator of alive.slice(0, 3)) {
        await harness.pass(8 * day);
        coordinator.kill();
      }
      expect(await harness.saga()).toMatchObject({ status: 'RUNNING', waiting: true });
      await harness.reaches('COMPLETED');
      expect(Math.floor(harness.elapsed / day)).toBe(29);
      for (const step of ['visa', 'seat', 'confirm', 'ticket'])
        expect(harness.participants.times(step, true)).toBe(1);
    });

    it('take commands for what another one works on', async () => {
      harness.latencyMs = 100;
      harness.script('hotel', 'invoke', 'fails');
      const retry = { ...tripConfig.retry, baseMs: 16_000, capMs: 16_000, windowMs: 60_000 };
      const [one, two] = ['one', 'two'].map((id) => harness.process({ id, config: { retry } }).runner);
      for (const runner of [one!, two!]) runner.run();
      await harness.start(one!);
      await harness.until(async () => (await harness.saga()).steps[0]?.nextAttemptAt !== undefined);
      const before = harness.elapsed;
      for (const kind of ['pause', 'resume', 'retry'] as const)
        expect(await harness.during(two!.command('saga-1', wished({ kind })))).toMatchObject({
          kind: 'done',
        });
      const ended = await harness.reaches('COMPLETED');
      expect(harness.elapsed - before).toBeLessThan(8_000);
      expect(told(ended.log)).toContain('OPERATOR_RETRIED hotel');
      for (const { name } of trip.steps) expect(harness.participants.times(name, true)).toBe(1);
    });

    it.each(['before', 'after'] as const)('go on when a commit fails %s it is performed', async (fault) => {
      const failpoint = (name: string): void => {
        if (name === 'before-send:flight:invoke' && harness.sent.length === 1) harness.failCommits(fault);
      };
      const { runner } = harness.process({ id: 'one', failpoint });
      runner.run();
      await harness.start(runner);
      await harness.reaches('COMPLETED');
      for (const { name } of trip.steps) expect(harness.participants.times(name, true)).toBe(1);
    });
  });

  it('tell each other how sagas go on', async () => {
    const { uri: mongoUri, database: mongoDb } = place();
    const open = () => openDocumentStore({ service: 'coordinator', mongoUri, mongoDb, dataDir: 'unused' });
    const stores = await Promise.all([open(), open()]);
    const transport: StepTransport = {
      send: ({ document }) => {
        const root = rootFieldOf(document)?.name.value ?? '';
        return Promise.resolve({ kind: 'data', data: { [root]: { id: 'x', rejection: null } } });
      },
    };
    const [one, two] = stores.map((store) =>
      createRunner({
        store: createSagaStore(store),
        plans: new Plans([trip], tripConfig),
        transport,
        config: tripConfig,
      }),
    );
    two!.run();
    const ended = two!.until('saga-1', ({ status }) => status === 'COMPLETED', 20_000);
    await one!.startSaga(requestOf());
    expect(await ended).toMatchObject({ status: 'COMPLETED', epoch: 1 });
    await Promise.all([one!.stop(), two!.stop()]);
    await Promise.all(stores.map((store) => store.close()));
  });
});
