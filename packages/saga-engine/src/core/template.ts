import type { Failure, Json, StepOutput } from './state.ts';

/** Stands in a template for a value that is known only when the saga runs. */
export interface Reference<T = unknown> {
  readonly $ref: readonly ['input' | 'steps' | 'failure' | 'item', ...string[]];
  /** Never present: it only carries the type of the value. */
  readonly $type?: T;
}

/** Plain JSON in the shape of `T`, in which a reference may stand for any part. */
export type Template<T> =
  | Reference<T>
  | (T extends readonly (infer Item)[]
      ? readonly Template<Item>[]
      : T extends object
        ? { readonly [K in keyof T]: Template<T[K]> }
        : T);

type Path<T> = T extends readonly unknown[]
  ? never
  : T extends object
    ? { [K in keyof T & string]: K | `${K}.${Path<NonNullable<T[K]>>}` }[keyof T & string]
    : never;

type At<T, P extends string> = P extends `${infer K}.${infer Rest}`
  ? K extends keyof T
    ? At<NonNullable<T[K]>, Rest>
    : never
  : P extends keyof T
    ? T[P]
    : never;

/** Makes references for a saga whose input is a `SagaInput`. */
export const references = <SagaInput>() => ({
  /** A field of the saga's input; `a.b` is a field of a nested object. */
  input: <P extends Path<SagaInput>>(path: P): Reference<At<SagaInput, P>> => ({
    $ref: ['input', ...path.split('.')],
  }),
  /**
   * A field that the invoke of an earlier step selects; `a.b` is a field of a nested object. For a step with `forEach`,
   * it is the list of its instances' values, in the order of the items. Its type is checked at start-up.
   */
  step: (name: string, field: string): Reference<never> => ({ $ref: ['steps', name, ...field.split('.')] }),
  /** A field of the instance's item; its type is checked at start-up. */
  item: (field: string): Reference<never> => ({ $ref: ['item', ...field.split('.')] }),
  /** Why the saga has turned back; for compensations and for steps after compensation. */
  failure: (field: 'code' | 'message'): Reference<string> => ({ $ref: ['failure', field] }),
});

/** Whether a part of a template is a reference. */
export const isReference = (value: unknown): value is Reference =>
  typeof value === 'object' && value !== null && '$ref' in value;

/** The values that references are resolved from. */
export interface TemplateScope {
  readonly input: Json;
  /** The outputs of steps; for a step with `forEach`, the list of its instances' outputs, in the order of the items. */
  readonly steps: Readonly<Record<string, StepOutput | readonly StepOutput[]>>;
  /** The item of the instance. */
  readonly item?: Json;
  readonly failure?: Failure;
}

const valueAt = (from: unknown, path: readonly string[]): Json | undefined => {
  let value = from;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value as Json;
};

/** The value that a reference stands for; undefined if it is missing. */
export const resolveReference = ({ $ref }: Reference, scope: TemplateScope): Json | undefined => {
  const [origin, name, ...path] = $ref;
  const outputs = origin === 'steps' && name !== undefined ? scope.steps[name] : undefined;
  if (Array.isArray(outputs)) return outputs.map((output: StepOutput) => valueAt(output, path) ?? null);
  return valueAt(scope, $ref);
};

/** The template with its references resolved; leaves out missing fields, and puts null for missing list items. */
export const render = (template: unknown, scope: TemplateScope): Json | undefined => {
  if (isReference(template)) return resolveReference(template, scope);
  if (Array.isArray(template)) return template.map((item) => render(item, scope) ?? null);
  if (typeof template !== 'object' || template === null) return template as Json;
  const entries = Object.entries(template).map(([key, part]) => [key, render(part, scope)] as const);
  return Object.fromEntries(entries.filter((entry): entry is [string, Json] => entry[1] !== undefined));
};
