import type { SagaDefinition } from '../core/definition.ts';
import { definitionHash, hashWithoutInput } from '../definition-hash.ts';
import { IllegalDefinitions, type Problem } from './problem.ts';

/** The hash of every version of every saga ever recorded, by the saga's name and then by version. */
export type SagaVersions = Readonly<Record<string, Readonly<Record<string, string>>>>;

const recordedHash = (versions: SagaVersions, { name, version }: SagaDefinition): string | undefined =>
  Object.hasOwn(versions, name) ? versions[name]?.[version] : undefined;

const isHashOf = (definition: SagaDefinition, hash: string): boolean =>
  hash === definitionHash(definition) || hash === hashWithoutInput(definition);

/**
 * The hash that new sagas of the definition store: the recorded one if it is a hash of this definition, else its own.
 */
export const hashBorne = (definition: SagaDefinition, versions: SagaVersions): string => {
  const recorded = recordedHash(versions, definition);
  return recorded !== undefined && isHashOf(definition, recorded) ? recorded : definitionHash(definition);
};

/**
 * Reports definitions that differ from what is recorded for their version, because sagas begun with the recorded one
 * could not go on.
 */
const checkChanged = (definitions: readonly SagaDefinition[], versions: SagaVersions): readonly Problem[] =>
  definitions.flatMap((definition) => {
    const { name, version } = definition;
    const recorded = recordedHash(versions, definition);
    if (recorded === undefined || isHashOf(definition, recorded)) return [];
    const reason = `has changed since version ${version} was recorded, and its sagas could not go on: raise the version`;
    return [{ definition: name, version, reason }];
  });

const checkMissing = (definitions: readonly SagaDefinition[], versions: SagaVersions): readonly Problem[] =>
  definitions
    .filter((definition) => recordedHash(versions, definition) === undefined)
    .map(({ name, version }) => ({
      definition: name,
      version,
      reason: `version ${version} is not recorded: run npm run generate`,
    }));

/** Reports definitions whose version is not recorded, or is recorded with another definition. */
export const checkVersions = (
  definitions: readonly SagaDefinition[],
  versions: SagaVersions,
): readonly Problem[] => [...checkChanged(definitions, versions), ...checkMissing(definitions, versions)];

/**
 * The recorded versions, sorted by saga name, with those of the definitions added; no recorded version is ever removed.
 *
 * @throws {IllegalDefinitions} if a definition differs from what is recorded for its version.
 */
export const recordVersions = (
  definitions: readonly SagaDefinition[],
  versions: SagaVersions,
): SagaVersions => {
  const problems = checkChanged(definitions, versions);
  if (problems.length > 0) throw new IllegalDefinitions(problems);
  const recorded = new Map(Object.entries(versions));
  for (const definition of definitions) {
    const { name, version } = definition;
    recorded.set(name, { ...recorded.get(name), [version]: hashBorne(definition, versions) });
  }
  return Object.fromEntries([...recorded].sort(([one], [other]) => (one < other ? -1 : 1)));
};
