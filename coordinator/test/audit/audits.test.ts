import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createLogger } from '@counterstep/service-kit';
import { createGate } from '@counterstep/service-kit/testing';
import {
  createAudits,
  createAuditStore,
  type AuditResult,
  type Audits,
  type AuditsOptions,
} from '@counterstep/saga-service';
import { World } from './world.ts';

const clean: AuditResult = { findings: [], notes: [], truncated: false };
const fault = { code: 'TWO_PAYMENTS', message: 'Twice.', coordinator: 'once', participant: 'twice' } as const;

describe('the audits of a coordinator', () => {
  let world: World;
  let stops: (() => Promise<void>)[];
  beforeEach(async () => {
    world = await World.open();
    stops = [];
  });
  afterEach(async () => {
    for (const stop of stops) await stop();
    await world.close();
  });

  const audits = (run: AuditsOptions['run'], stopping = new AbortController()): Audits => {
    const { clock } = world;
    const log = createLogger('test', 'silent');
    const created = createAudits({ store: createAuditStore(world.store), clock, log, stopping, run });
    stops.push(() => created.stop());
    return created;
  };
  const endOf = async (of: Audits, id?: string) => {
    for (;;) {
      const audit = await of.get(id);
      if (audit?.state === 'DONE' || audit?.state === 'FAILED') return audit;
    }
  };

  it('report what they found, also to another coordinator and after a restart', async () => {
    const { id } = await audits(() => Promise.resolve({ ...clean, findings: [fault] })).start();
    const other = audits(() => Promise.resolve(clean));
    expect(await endOf(other, id)).toMatchObject({ id, state: 'DONE', findings: [fault], truncated: false });
    expect(await other.get()).toMatchObject({ id });
    expect(await other.get('unknown')).toBeUndefined();
  });

  it('report why they could not be done', async () => {
    const failing = audits(() => Promise.reject(new Error('payments cannot be reached.')));
    await failing.start();
    expect(await endOf(failing)).toMatchObject({ state: 'FAILED', failure: 'payments cannot be reached.' });
  });

  it('run one after the other; one that has not begun is joined by those who ask for the same', async () => {
    const gate = createGate();
    const runs: (string | undefined)[] = [];
    const busy = audits(async ({ since }) => {
      runs.push(since);
      await gate.pass();
      return clean;
    });
    const first = await busy.start();
    await gate.reached;
    const since = '2026-03-01T00:00:00.000Z';
    const [second, joined, other] = [await busy.start(), await busy.start(), await busy.start(since)];
    expect(joined.id).toBe(second.id);
    expect(new Set([first.id, second.id, other.id]).size).toBe(3);
    expect(await busy.get(second.id)).toMatchObject({ state: 'QUEUED' });
    expect(runs).toHaveLength(1);
    gate.open();
    await endOf(busy, other.id);
    expect(runs).toEqual([undefined, undefined, since]);
  });

  it('tell how far they are', async () => {
    const gate = createGate();
    const examined = { sagas: 100, stepRecords: 0, effects: 0, stockItems: 0 };
    const running = audits(async ({ progress }) => {
      world.clock.advance(2_000);
      await progress(examined);
      await gate.pass();
      return clean;
    });
    await running.start();
    await gate.reached;
    expect(await running.get()).toMatchObject({ state: 'RUNNING', examined });
    gate.open();
  });

  it('end with the coordinator, and say so', async () => {
    const stopping = new AbortController();
    const gate = createGate();
    const ending = audits(async ({ progress }) => {
      await gate.pass();
      await progress({ sagas: 1, stepRecords: 0, effects: 0, stockItems: 0 });
      return clean;
    }, stopping);
    await ending.start();
    await gate.reached;
    const stopped = ending.stop();
    gate.open();
    await stopped;
    expect(await ending.get()).toMatchObject({
      state: 'FAILED',
      failure: 'The coordinator that did it was stopped.',
    });
  });

  it('of a coordinator that is gone count as failed', async () => {
    const gate = createGate();
    const dead = audits(async () => {
      await gate.pass();
      return clean;
    });
    const { id } = await dead.start();
    await gate.reached;
    world.clock.advance(121_000);
    expect(await audits(() => Promise.resolve(clean)).get(id)).toMatchObject({ state: 'FAILED' });
    gate.open();
  });

  it('are forgotten when twenty others came after them', async () => {
    const quick = audits(() => Promise.resolve(clean));
    const { id } = await quick.start();
    await endOf(quick, id);
    for (let index = 0; index < 20; index += 1) {
      world.clock.advance(1);
      await endOf(quick, (await quick.start()).id);
    }
    expect(await quick.get(id)).toBeUndefined();
  });
});
