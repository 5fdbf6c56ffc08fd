import { runService } from '@counterstep/service-kit/server';
import { readConfig } from './config.ts';
import { createNotificationsService } from './service.ts';

await runService(() => createNotificationsService(readConfig()));
