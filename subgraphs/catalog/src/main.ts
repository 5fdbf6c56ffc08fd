import { runService } from '@counterstep/platform/server';
import { readConfig } from './config.ts';
import { createCatalogService } from './service.ts';

await runService(() => createCatalogService(readConfig()));
