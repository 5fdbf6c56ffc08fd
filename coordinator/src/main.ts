import { runService } from '@counterstep/platform/server';
import { readConfig } from './config.ts';
import { createCoordinatorService } from './service.ts';

await runService(() => createCoordinatorService(readConfig()));
