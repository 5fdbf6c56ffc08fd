import { runService } from '@counterstep/service-kit/server';
import { banner } from './banner.ts';
import { readConfig } from './config.ts';
import { createAllInOne } from './service.ts';

await runService(async () => {
  const config = await readConfig();
  const service = await createAllInOne(config);
  process.stdout.write(`${banner(service.url, config)}\n`);
  return service;
});
