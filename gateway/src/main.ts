import { runService } from '@counterstep/service-kit/server';
import { readGatewayConfig } from './config.ts';
import { createGateway } from './service.ts';

await runService(async () => createGateway(await readGatewayConfig()));
