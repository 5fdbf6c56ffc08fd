import { runService } from '@counterstep/platform/server';
import { readConfig } from './config.ts';
import { createOrdersService } from './service.ts';

await runService(() => createOrdersService(readConfig()));
