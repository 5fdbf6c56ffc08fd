import {
  openFoundation,
  runService,
  startSubgraph,
  type RequestContext,
} from '@counterstep/service-kit/server';
import { readConfig } from '../config.ts';
import { sdls } from '../schema.ts';
import { createFlightStore } from './flight-store.ts';
import { createResolvers } from './resolvers.ts';
import { createSteps } from './steps.ts';

await runService(async () => {
  const config = readConfig('flights');
  const foundation = await openFoundation('flights', config);
  const flights = createFlightStore(foundation.store);
  await flights.fill();
  return startSubgraph<RequestContext>({
    ...{ name: 'flights', config, foundation, sdl: sdls.flights },
    resolvers: createResolvers(flights),
    steps: createSteps(flights, foundation.clock),
    context: (request) => request,
  });
});
