import type { StepDefinition } from './definition.ts';
import type { Failure, Json, SagaState, StepOutput } from './state.ts';
import { resolveReference, type TemplateScope } from './template.ts';

/** The most characters that an item's key may have. */
export const MAX_ITEM_KEY = 100;

/** The values that the saga's templates are rendered from. */
export const scopeOf = ({ input, failure, steps }: SagaState): TemplateScope => {
  const outputs: Record<string, StepOutput | StepOutput[]> = {};
  for (const { name, item, output } of steps) {
    if (item === undefined) {
      if (output !== undefined) outputs[name] = output;
    } else {
      const before = outputs[name];
      outputs[name] = [...(Array.isArray(before) ? before : []), output ?? {}];
    }
  }
  return { input, steps: outputs, ...(failure === undefined ? {} : { failure }) };
};

/** Whether the step's condition, if any, holds. */
export const isWanted = ({ when }: StepDefinition, saga: SagaState): boolean =>
  when === undefined || (resolveReference(when.value, scopeOf(saga)) ?? null) === when.equals;

/** The keys of the items to do the step for, or why it cannot be done. */
type FannedOut =
  { readonly items: readonly string[] } | { readonly failure: Pick<Failure, 'code' | 'message'> };

const invalid = (message: string): FannedOut => ({ failure: { code: 'FAN_OUT_INVALID', message } });

const keyIn = (item: Json, key: string): unknown =>
  typeof item === 'object' && item !== null && Object.hasOwn(item, key)
    ? (item as Readonly<Record<string, unknown>>)[key]
    : undefined;

/** The item keys of a step with `forEach`, or why they are invalid; undefined for a step without. */
export const fanOut = ({ name, forEach }: StepDefinition, saga: SagaState): FannedOut | undefined => {
  if (forEach === undefined) return undefined;
  const list = resolveReference(forEach.items, scopeOf(saga)) ?? [];
  if (!Array.isArray(list)) return invalid(`What ${name} is done for is no list.`);
  const items = list as readonly Json[];
  if (items.length > forEach.atMost)
    return invalid(`${name} is done for at most ${forEach.atMost} items, and there are ${items.length}.`);
  const keys = items.map((item) => keyIn(item, forEach.key));
  const isKey = (key: unknown): key is string =>
    typeof key === 'string' && key !== '' && key.length <= MAX_ITEM_KEY;
  if (!keys.every(isKey)) return invalid(`An item of ${name} has no key of 1 to ${MAX_ITEM_KEY} characters.`);
  if (new Set(keys).size < keys.length) return invalid(`Two items of ${name} have the same key.`);
  return { items: keys };
};

/** The values for an instance's templates, which include its item. */
export const itemScope = ({ forEach }: StepDefinition, saga: SagaState, key: string): TemplateScope => {
  const scope = scopeOf(saga);
  const list = forEach && resolveReference(forEach.items, scope);
  const item = Array.isArray(list)
    ? (list as readonly Json[]).find((each) => keyIn(each, forEach?.key ?? '') === key)
    : undefined;
  return item === undefined ? scope : { ...scope, item };
};
