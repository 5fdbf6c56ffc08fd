import { runService } from '@counterstep/platform/server';
import { readConfig } from './config.ts';
import { createNotificationsService } from './service.ts';

await runService(() => createNotificationsService(readConfig()));
