import { readFileSync } from 'node:fs';
import { sagasSdl } from '@counterstep/saga-service/sdl';
import { participantSdl, stepsSdl } from '@counterstep/step-barrier/sdl';

/** The subgraphs of the supergraph, with their default ports. */
export const ports = { coordinator: 9000, flights: 8007, hotels: 8008, cards: 8009 } as const;

export type SubgraphName = keyof typeof ports;

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

const joined = (...parts: readonly string[]): string => parts.join('\n');

const participant = (name: 'flights' | 'hotels'): string =>
  joined(read('schema/shared.graphql'), stepsSdl(), participantSdl(), read(`schema/${name}.graphql`));

/** The SDL of every subgraph; that of cards is a file which the Python service reads, too. */
export const sdls: Readonly<Record<SubgraphName, string>> = {
  coordinator: joined(
    read('schema/saga-service.graphql'),
    stepsSdl(),
    sagasSdl(),
    read('schema/coordinator.graphql'),
  ),
  flights: participant('flights'),
  hotels: participant('hotels'),
  cards: read('cards/schema.graphql'),
};

/** The file of the composed supergraph. */
export const supergraphFile = new URL('../schema/supergraph.graphql', import.meta.url);

/** The file in which the hash of every version of every saga is kept. */
export const versionsFile = new URL('../saga-versions.json', import.meta.url);
