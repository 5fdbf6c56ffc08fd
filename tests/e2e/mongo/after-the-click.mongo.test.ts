import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { describeWithMongo, dropDatabases } from '@counterstep/document-store/testing';
import { expectCleanAudit, WholeLife } from '../after-the-click/whole-life.ts';
import { startSystem, type System } from '../support/system.ts';

await describeWithMongo(
  { describe, beforeAll, afterAll },
  'An order on MongoDB, after the click',
  (mongo) => {
    const database = `e2e_${randomUUID().slice(0, 8)}`;
    // Reports are looked for every second, so that one whose hint a crash has lost is soon found.
    const env = () => ({ MONGO_URI: mongo().uri, MONGO_DB: database, PARCEL_REPORTS_INTERVAL_MS: '1000' });
    let system: System;
    let life: WholeLife;

    beforeAll(async () => {
      system = await startSystem(env());
      life = await WholeLife.of(system);
    }, 60_000);

    afterAll(async () => {
      await life.close();
      await system.remove();
      await dropDatabases(mongo().uri, `${database}_`);
    }, 60_000);

    /** Kills everything and starts it again at the same address. */
    const crash = async (): Promise<void> => {
      await system.kill();
      system = await system.restart({ ...env(), PORT: new URL(system.url).port });
    };

    it('is cancelled in part, delivered, excused for and sent back, and everything is killed in between', async () => {
      await life.place();
      await life.cancelMug();
      await life.report('HANDED_OVER');
      await crash();
      await life.report('DELIVERED');
      await life.hasArrived();
      await life.giveGoodwill();
      await life.requestReturn();
      await crash();
      const accepted = await life.receive();
      await crash();
      await life.isOver(accepted);
    }, 120_000);

    it('stands up to the auditor', async () => {
      await expectCleanAudit(system);
    }, 60_000);
  },
);
