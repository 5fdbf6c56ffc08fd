import { runService } from '@counterstep/platform/server';
import { readConfig } from './config.ts';
import { createPaymentsService } from './service.ts';

await runService(() => createPaymentsService(readConfig()));
