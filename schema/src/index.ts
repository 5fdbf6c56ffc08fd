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

/** The SDL of one subgraph, with what all subgraphs share. */
export const subgraphSdl = (name: SubgraphName): string =>
  `${read('common.graphql')}\n${read(`subgraphs/${name}.graphql`)}`;

/** The composed supergraph, which the gateway serves. */
export const supergraphSdl = (): string => read('supergraph.graphql');
