import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { startSystem, type System } from '../support/system.ts';
import { expectCleanAudit, WholeLife } from './whole-life.ts';

let system: System;
let life: WholeLife;

beforeAll(async () => {
  system = await startSystem();
  life = await WholeLife.of(system);
});
afterAll(async () => {
  await life.close();
  await system.remove();
});

describe('an order that is cancelled in part, delivered, excused for and sent back, twelve times at once each', () => {
  it('gives back exactly what it should, once', async () => {
    await life.place();
    await life.cancelMug();
    await life.report('HANDED_OVER');
    await life.report('DELIVERED');
    await life.hasArrived();
    await life.giveGoodwill();
    await life.requestReturn();
    const accepted = await life.receive();
    await life.isOver(accepted);
  }, 60_000);

  it('is told in one history over all its sagas, oldest first', async () => {
    await life.isTold();
  }, 60_000);

  it('stands up to the auditor', async () => {
    await expectCleanAudit(system);
  }, 60_000);
});
