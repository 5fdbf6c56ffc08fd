import { runService } from '@counterstep/service-kit/server';
import { readConfig } from './config.ts';
import { createCustomersService } from './service.ts';

await runService(() => createCustomersService(readConfig()));
