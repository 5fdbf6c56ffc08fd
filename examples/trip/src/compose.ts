import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { composeServices } from '@apollo/composition';
import { recordedVersions, recordVersions } from '@counterstep/saga-engine';
import { parse } from 'graphql';
import { definitions } from './saga/book-trip.ts';
import { ports, sdls, supergraphFile, versionsFile, type SubgraphName } from './schema.ts';

const names = Object.keys(sdls) as SubgraphName[];
const { supergraphSdl, errors = [] } = composeServices(
  names.map((name) => ({
    name,
    url: `http://127.0.0.1:${ports[name]}/graphql`,
    typeDefs: parse(sdls[name]),
  })),
);
for (const error of errors) console.error(error.message);
if (supergraphSdl === undefined) process.exit(1);
await writeFile(supergraphFile, supergraphSdl);

// A recorded version must never change: sagas that began with it continue with it.
const versions = recordVersions(definitions, existsSync(versionsFile) ? recordedVersions(versionsFile) : {});
await writeFile(versionsFile, `${JSON.stringify(versions, undefined, 2)}\n`);
