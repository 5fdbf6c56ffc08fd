import { runService } from '@counterstep/service-kit/server';
import { readConfig } from './config.ts';
import { createCoordinatorService } from './service.ts';

await runService(() => createCoordinatorService(readConfig()));
