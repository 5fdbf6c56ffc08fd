import { recordedVersions } from '@counterstep/saga-engine';
import type { Domain } from '@counterstep/saga-service';
import { participantUrls } from '../config.ts';
import { sdls, versionsFile } from '../schema.ts';
import { definitions } from './book-trip.ts';
import { resolvers } from './resolvers.ts';

/** The domain that the saga service runs here: trips. */
export function trips(): Domain {
  const urls = participantUrls();
  return {
    subgraph: 'coordinator',
    definitions,
    versions: recordedVersions(versionsFile),
    sdls,
    urlOf: (subgraph) => urls[subgraph] ?? '',
    resolvers,
  };
}
