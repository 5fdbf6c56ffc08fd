import { runService } from '@counterstep/service-kit/server';
import { readConfig } from './config.ts';
import { createPaymentsService } from './service.ts';

await runService(() => createPaymentsService(readConfig()));
