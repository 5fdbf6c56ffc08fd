import { createGateway, readGatewayConfig } from '@counterstep/gateway';
import { runService } from '@counterstep/service-kit/server';

// The gateway knows no trip: SUPERGRAPH_FILE says all.
await runService(async () => createGateway(await readGatewayConfig()));
