import { readFileSync } from 'node:fs';

const read = (name: string): string =>
  readFileSync(new URL(`../sdl/${name}.graphql`, import.meta.url), 'utf8');

/** The directives, inputs and answers of steps, which need a scalar `DateTime` beside them. */
export const stepsSdl = (): string => read('steps');

/** What the auditor and retention ask of every participant, which needs a type `PageInfo` beside it. */
export const participantSdl = (): string => read('participant');
