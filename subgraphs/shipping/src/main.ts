import { runService } from '@counterstep/service-kit/server';
import { readConfig } from './config.ts';
import { createShippingService } from './service.ts';

await runService(() => createShippingService(readConfig()));
