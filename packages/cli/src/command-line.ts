import { services, tools, type Program } from './programs.ts';

const rows = (programs: Readonly<Record<string, Program>>): string =>
  Object.entries(programs)
    .map(([word, { meaning }]) => `  ${word.padEnd(15)}${meaning}\n`)
    .join('');

/** What `counterstep --help` prints. */
export const help = (): string => `Sagas over federated GraphQL.

Usage: counterstep COMMAND [OPTIONS]

Services, which run until SIGTERM or SIGINT and read their configuration from the environment:

${rows(services)}
Tools, each with a --help of its own:

${rows(tools)}
  --help        prints this
  --version     prints the version

Exit code: 0 done, or stopped when asked to; 1 it failed; 2 the command line is wrong. Tools say where theirs differ.
`;

/** The program that a word of the command line starts. */
export const programOf = (word: string): Program | undefined =>
  new Map(Object.entries({ ...services, ...tools })).get(word);
