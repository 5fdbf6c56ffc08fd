import { runService } from '@counterstep/platform/server';
import { readConfig } from './config.ts';
import { createShippingService } from './service.ts';

await runService(() => createShippingService(readConfig()));
