import { runService } from '@counterstep/platform/server';
import { readGatewayConfig } from './config.ts';
import { createGateway } from './service.ts';

await runService(async () => createGateway(await readGatewayConfig()));
