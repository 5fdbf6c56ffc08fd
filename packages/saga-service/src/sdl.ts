import { readFileSync } from 'node:fs';

/** The SDL of sagas, their operators and audits: what the subgraph of a saga service has beside its domain's own types. */
export const sagasSdl = (): string => readFileSync(new URL('../sdl/sagas.graphql', import.meta.url), 'utf8');
