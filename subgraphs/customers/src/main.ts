import { runService } from '@counterstep/platform/server';
import { readConfig } from './config.ts';
import { createCustomersService } from './service.ts';

await runService(() => createCustomersService(readConfig()));
