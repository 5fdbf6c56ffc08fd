import { readFileSync } from 'node:fs';

/** The subgraphs of the supergraph, in the order in which they are composed. */
export const subgraphNames = [
  'catalog',
  'customers',
  'inventory',
  'orders',
  'payments',
  'shipping',
  'notifications',
  'coordinator',
] as const;

export type SubgraphName = (typeof subgraphNames)[number];

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

/** The SDL of one subgraph, with what all subgraphs share, and what all that have steps of sagas share. */
export const subgraphSdl = (name: SubgraphName): string => {
  const own = read(`subgraphs/${name}.graphql`);
  const shared = takesPart(own)
    ? [read('common.graphql'), read('participant.graphql')]
    : [read('common.graphql')];
  return [...shared, own].join('\n');
};

const takesPart = (sdl: string): boolean => /@step\b/.test(sdl);

/** The composed supergraph, which the gateway serves. */
export const supergraphSdl = (): string => read('supergraph.graphql');
