import { createAllInOne } from '@counterstep/all-in-one';
import { runService } from '@counterstep/service-kit/server';
import { readConfig } from '../config.ts';
import { startBaseline } from './baseline.ts';

/** The system under test: everything that `npm start` runs, and the baseline of a saga. */
await runService(async () => {
  const config = await readConfig();
  const allInOne = await createAllInOne(config);
  const baseline = await startBaseline(allInOne.urls, config);
  process.stdout.write(`${JSON.stringify({ ready: { ...allInOne.urls, baseline: baseline.url } })}\n`);
  return {
    ...allInOne,
    stop: async () => {
      await baseline.stop();
      await allInOne.stop();
    },
  };
});
