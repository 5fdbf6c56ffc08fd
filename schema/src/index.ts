import { readFileSync } from 'node:fs';
import { sagasSdl } from '@counterstep/saga-service/sdl';
import { participantSdl, stepsSdl } from '@counterstep/step-barrier/sdl';
import { sagaSubgraph, type SubgraphName } from './services.ts';

export * from './services.ts';

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

/** The SDL of one subgraph, including what all subgraphs share, and what those with saga steps or with nodes share. */
export const subgraphSdl = (name: SubgraphName): string => {
  const own = read(`subgraphs/${name}.graphql`);
  return [
    read('common.graphql'),
    stepsSdl(),
    ...(takesPart(own) ? [participantSdl()] : []),
    ...(ownsNodes(own) ? [read('nodes.graphql')] : []),
    ...(name === sagaSubgraph ? [sagasSdl()] : []),
    own,
  ].join('\n');
};

const takesPart = (sdl: string): boolean => /@step\b/.test(sdl);

/**
 * Whether a subgraph has types that are nodes, so that the subgraph which resolves `node` must ask it; false for that
 * one itself.
 */
const ownsNodes = (sdl: string): boolean => /\bimplements Node\b/.test(sdl) && !/\bnode\(/.test(sdl);

/** The composed supergraph, which the gateway serves. */
export const supergraphSdl = (): string => read('supergraph.graphql');
