import type { Json, StepDefinition } from '@counterstep/saga-engine';

/** The item keys that model participants and sample inputs use for a step with `forEach`. */
const KEYS = ['A', 'B', 'C'] as const;

/** The keys for a step, as many as it may have. */
export const sampleKeys = ({ forEach }: Pick<StepDefinition, 'forEach'>): readonly string[] =>
  KEYS.slice(0, forEach?.atMost ?? KEYS.length);

/** The value at a path in a JSON value; undefined if there is none. */
export const valueAt = (from: Json, path: readonly string[]): Json | undefined => {
  let value: Json | undefined = from;
  for (const name of path)
    value =
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? (value as Readonly<Record<string, Json>>)[name]
        : undefined;
  return value;
};

/** The labels of a step, or of each of its instances, such as `bookParcel:EAST`. */
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

/** The name of the step in a label. */
export const nameIn = (label: string): string => label.split(':', 1)[0] ?? label;
