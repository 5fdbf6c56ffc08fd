import { runService } from '@counterstep/service-kit/server';
import { readConfig } from './config.ts';
import { createCatalogService } from './service.ts';

await runService(() => createCatalogService(readConfig()));
