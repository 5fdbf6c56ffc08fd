import {
  recordedVersions as readVersions,
  type SagaVersions,
  type SubgraphSdls,
} from '@counterstep/saga-engine';
import { subgraphNames, subgraphSdl } from '@counterstep/schema';

/** The file in which `npm run generate` records the versions of all sagas. */
export const versionsFile = new URL('../../saga-versions.json', import.meta.url);

/**
 * The recorded versions of all sagas of the shop.
 *
 * @throws {CodedError} when the file cannot be read or is not of its format.
 */
export const recordedVersions = (file: URL = versionsFile): SagaVersions => readVersions(file);

/** The SDL of every subgraph of this project. */
export const subgraphSdls: SubgraphSdls = Object.fromEntries(
  subgraphNames.map((name) => [name, subgraphSdl(name)]),
);
