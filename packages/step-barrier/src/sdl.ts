import { readFileSync } from 'node:fs';

const read = (name: string): string =>
  readFileSync(new URL(`../sdl/${name}.graphql`, import.meta.url), 'utf8');

/** The SDL of steps: directives, inputs and answers; the schema must define the scalar `DateTime`. */
export const stepsSdl = (): string => read('steps');

/** The SDL that the auditor and retention need of every participant; the schema must define the type `PageInfo`. */
export const participantSdl = (): string => read('participant');
