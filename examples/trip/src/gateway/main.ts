import { createGateway, readGatewayConfig } from '@counterstep/gateway';
import { runService } from '@counterstep/service-kit/server';

// The gateway knows nothing of trips: it learns everything from SUPERGRAPH_FILE.
await runService(async () => createGateway(await readGatewayConfig()));
