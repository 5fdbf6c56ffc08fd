import type { SagaDefinition } from '../core/definition.ts';
import { definitionHash, hashWithoutInput } from '../definition-hash.ts';
import { IllegalDefinitions, type Problem } from './problem.ts';

/** The hash of every version of every saga that there ever was: by the name of the saga, then by the version. */
export type SagaVersions = Readonly<Record<string, Readonly<Record<string, string>>>>;

const recordedHash = (versions: SagaVersions, { name, version }: SagaDefinition): string | undefined =>
  Object.hasOwn(versions, name) ? versions[name]?.[version] : undefined;

const isHashOf = (definition: SagaDefinition, hash: string): boolean =>
  hash === definitionHash(definition) || hash === hashWithoutInput(definition);

/** The hash that sagas of the definition bear: what is recorded of its version, where that is the same definition. */
export const hashBorne = (definition: SagaDefinition, versions: SagaVersions): string => {
  const recorded = recordedHash(versions, definition);
  return recorded !== undefined && isHashOf(definition, recorded) ? recorded : definitionHash(definition);
};

/** Definitions that are not what is recorded of their version: sagas that began with that could not go on. */
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

/** Definitions whose version is not recorded, or was something else when it was. */
export const checkVersions = (
  definitions: readonly SagaDefinition[],
  versions: SagaVersions,
): readonly Problem[] => [...checkChanged(definitions, versions), ...checkMissing(definitions, versions)];

/**
 * The recorded versions with those of the definitions added, in order; a version that was recorded stays for ever.
 *
 * @throws {IllegalDefinitions} when a definition is not what is recorded of its version.
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
