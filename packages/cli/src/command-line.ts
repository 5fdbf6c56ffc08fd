import { services, tools, type Program, type ServiceProgram } from './programs.ts';

const rows = (programs: Readonly<Record<string, Program>>): string =>
  Object.entries(programs)
    .map(([word, { meaning }]) => `  ${word.padEnd(15)}${meaning}\n`)
    .join('');

/** The text of `counterstep --help`. */
export const help = (): string => `Sagas over federated GraphQL.

Usage: counterstep COMMAND [OPTIONS]

Services, which run until SIGTERM or SIGINT and read their configuration from the environment; each has a --help:

${rows(services)}
Tools, each with a --help of its own:

${rows(tools)}
  --help        prints this
  --version     prints the version

Exit code: 0 done, or stopped when asked to; 1 it failed; 2 the command line is wrong. Tools say where theirs differ.
`;

/** The text of `counterstep SERVICE --help`. */
export const serviceHelp = (word: string, { meaning, port }: ServiceProgram): string => `${word}: ${meaning}.

Usage: counterstep ${word}

It listens on port ${port}, or on PORT, until SIGTERM or SIGINT; then it ends what runs, within 10 s. Its configuration is
read from the environment: docs/configuration.md names every variable. It takes no arguments.

  --help   prints this

Exit code: 0 stopped when asked to; 1 a variable is wrong, or it failed; 2 the command line is wrong.
`;

/** The service that a word of the command line starts. */
export const serviceOf = (word: string): ServiceProgram | undefined =>
  new Map(Object.entries(services)).get(word);

/** The program that a word of the command line starts. */
export const programOf = (word: string): Program | undefined =>
  new Map(Object.entries({ ...services, ...tools })).get(word);
