import { runService } from '@counterstep/service-kit/server';
import { readConfig } from './config.ts';
import { createOrdersService } from './service.ts';

await runService(() => createOrdersService(readConfig()));
