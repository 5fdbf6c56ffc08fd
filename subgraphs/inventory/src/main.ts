import { runService } from '@counterstep/platform/server';
import { readConfig } from './config.ts';
import { createInventoryService } from './service.ts';

await runService(() => createInventoryService(readConfig()));
