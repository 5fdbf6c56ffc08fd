import type { SagaDefinition } from './definition.ts';
import { hasEnded, type SagaState } from './state.ts';

/** The input fields that are erased when a saga ends, by the name of its definition. */
export type SecretInputs = ReadonlyMap<string, ReadonlySet<string>>;

/** Collects the definitions' secret fields; all versions of a saga share them. */
export const secretInputsOf = (definitions: readonly SagaDefinition[]): SecretInputs => {
  const secrets = new Map<string, ReadonlySet<string>>();
  for (const { name, secretInputs = [] } of definitions)
    if (secretInputs.length > 0) secrets.set(name, new Set([...(secrets.get(name) ?? []), ...secretInputs]));
  return secrets;
};

/** The secret fields that an ended saga still holds. */
export const leftSecrets = (
  secrets: SecretInputs,
  saga: Pick<SagaState, 'definitionName' | 'status' | 'input'>,
): readonly string[] => {
  const { definitionName, input } = saga;
  if (!hasEnded(saga) || typeof input !== 'object' || input === null) return [];
  return [...(secrets.get(definitionName) ?? [])].filter((name) => Object.hasOwn(input, name));
};

/** The saga without its secret fields if it has ended. */
export const withoutSecrets = <Saga extends Pick<SagaState, 'definitionName' | 'status' | 'input'>>(
  secrets: SecretInputs,
  saga: Saga,
): Saga => {
  const left = leftSecrets(secrets, saga);
  if (left.length === 0) return saga;
  const kept = Object.entries(saga.input as object).filter(([name]) => !left.includes(name));
  return { ...saga, input: Object.fromEntries(kept) };
};
