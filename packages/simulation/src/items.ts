import type { Json, StepDefinition } from '@counterstep/saga-engine';

/** The keys of the items that model participants, and sample inputs, have for a step that is done once per item. */
const KEYS = ['A', 'B', 'C'] as const;

/** As many of them as the step may have. */
export const sampleKeys = ({ forEach }: Pick<StepDefinition, 'forEach'>): readonly string[] =>
  KEYS.slice(0, forEach?.atMost ?? KEYS.length);

const valueAt = (from: Json, path: readonly string[]): Json | undefined => {
  let value: Json | undefined = from;
  for (const name of path)
    value =
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? (value as Readonly<Record<string, Json>>)[name]
        : undefined;
  return value;
};

/** What a step, or each instance of it, is called: `bookParcel:EAST`. */
export const labelsOf = (step: StepDefinition, input: Json): readonly string[] => {
  const { name, forEach } = step;
  if (forEach === undefined) return [name];
  const [origin, ...path] = forEach.items.$ref;
  const list = origin === 'input' ? valueAt(input, path) : undefined;
  const keys = Array.isArray(list)
    ? (list as readonly Readonly<Record<string, string>>[]).map((item) => item[forEach.key] ?? '')
    : sampleKeys(step);
  return keys.map((key) => `${name}:${key}`);
};

/** The name of the step that a label is of. */
export const nameIn = (label: string): string => label.split(':', 1)[0] ?? label;
