import { readFileSync } from 'node:fs';

/** The SDL of sagas, operators' commands and audits, to which a domain adds its own types. */
export const sagasSdl = (): string => readFileSync(new URL('../sdl/sagas.graphql', import.meta.url), 'utf8');
