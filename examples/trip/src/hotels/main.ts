import {
  openFoundation,
  runService,
  startSubgraph,
  type RequestContext,
} from '@counterstep/service-kit/server';
import { readConfig } from '../config.ts';
import { sdls } from '../schema.ts';
import { createHotelStore } from './hotel-store.ts';
import { createResolvers } from './resolvers.ts';
import { createSteps } from './steps.ts';

await runService(async () => {
  const config = readConfig('hotels');
  const foundation = await openFoundation('hotels', config);
  const hotels = createHotelStore(foundation.store);
  await hotels.fill();
  return startSubgraph<RequestContext>({
    ...{ name: 'hotels', config, foundation, sdl: sdls.hotels },
    resolvers: createResolvers(hotels),
    steps: createSteps(hotels),
    context: (request) => request,
  });
});
