import { createAllInOne } from '@counterstep/all-in-one';
import { runService } from '@counterstep/platform/server';
import { readConfig } from '../config.ts';
import { startFloor } from './floor.ts';

/** The system under test: everything that `npm start` runs, and beside it the floor of a saga. */
await runService(async () => {
  const config = await readConfig();
  const allInOne = await createAllInOne(config);
  const floor = await startFloor(allInOne.urls, config);
  process.stdout.write(`${JSON.stringify({ ready: { ...allInOne.urls, floor: floor.url } })}\n`);
  return {
    ...allInOne,
    stop: async () => {
      await floor.stop();
      await allInOne.stop();
    },
  };
});
