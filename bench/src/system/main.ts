import { createEmbedded } from '@counterstep/embedded';
import { runService } from '@counterstep/platform/server';
import { readConfig } from '../config.ts';
import { startFloor } from './floor.ts';

/** The system under test: everything that `npm start` runs, and beside it the floor of a saga. */
await runService(async () => {
  const config = await readConfig();
  const embedded = await createEmbedded(config);
  const floor = await startFloor(embedded.urls, config);
  process.stdout.write(`${JSON.stringify({ ready: { ...embedded.urls, floor: floor.url } })}\n`);
  return {
    ...embedded,
    stop: async () => {
      await floor.stop();
      await embedded.stop();
    },
  };
});
