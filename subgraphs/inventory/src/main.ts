import { runService } from '@counterstep/service-kit/server';
import { readConfig } from './config.ts';
import { createInventoryService } from './service.ts';

await runService(() => createInventoryService(readConfig()));
