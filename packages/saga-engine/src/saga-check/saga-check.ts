import { checkDefinitions, type SubgraphSdls } from '../check/check-definitions.ts';
import type { SagaVersions } from '../check/check-versions.ts';
import { describeProblem, IllegalDefinitions } from '../check/problem.ts';
import type { SagaDefinition } from '../core/definition.ts';

export const HELP = `Checks every saga definition against the SDL of all subgraphs, and against the recorded versions.

Usage: npm run saga:check [-- --help]

Each problem is one line: saga@version.step: what is wrong.

Exit code: 0 when all is well, 1 when a definition is wrong, 2 when nothing could be checked.
`;

/** The output and the exit code of a run of the command. */
export interface Verdict {
  readonly exitCode: 0 | 1 | 2;
  readonly text: string;
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/**
 * Checks definitions as the command does.
 *
 * @throws {IllegalDefinitions} if anything is wrong with the definitions.
 */
export function assertSagas(
  definitions: readonly SagaDefinition[],
  sdls: SubgraphSdls,
  versions: SagaVersions,
  inputSubgraph?: string,
): void {
  const problems = checkDefinitions(definitions, sdls, versions, inputSubgraph);
  if (problems.length > 0) throw new IllegalDefinitions(problems);
}

const verdictOn = (
  definitions: readonly SagaDefinition[],
  sdls: SubgraphSdls,
  versions: SagaVersions,
): Verdict => {
  const problems = checkDefinitions(definitions, sdls, versions);
  if (problems.length > 0)
    return { exitCode: 1, text: problems.map((problem) => `${describeProblem(problem)}\n`).join('') };
  const steps = definitions.flatMap(({ steps, afterCompensation = [] }) => [...steps, ...afterCompensation]);
  const sagas = new Set(definitions.map(({ name }) => name)).size;
  return {
    exitCode: 0,
    text: `${counted(sagas, 'saga')} in ${counted(definitions.length, 'version')}, ${counted(steps.length, 'step')}: all is well.\n`,
  };
};

/** Runs the command with its arguments. */
export const sagaCheck = (
  args: readonly string[],
  definitions: readonly SagaDefinition[],
  sdls: SubgraphSdls,
  versions: () => SagaVersions,
): Verdict => {
  const [option] = args;
  if (option === '--help' || option === '-h') return { exitCode: 0, text: HELP };
  if (option !== undefined) return { exitCode: 2, text: `There is no option ${option}.\n\n${HELP}` };
  try {
    return verdictOn(definitions, sdls, versions());
  } catch (error) {
    return { exitCode: 2, text: `${error instanceof Error ? error.message : String(error)}\n` };
  }
};
