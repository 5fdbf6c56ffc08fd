import {
  GraphQLList,
  GraphQLString,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLType,
} from 'graphql';
import type { StepDefinition } from '../core/definition.ts';
import { CONTROL_FIELDS } from '../core/outcome.ts';
import type { Reference } from '../core/template.ts';
import { selectedType } from './output-type.ts';
import { calledField, selectedFields, type Setting } from './setting.ts';
import { asType, nullable, objectTypeOf, required } from './types.ts';

/** The type of the value that a reference stands for, or why there is no such value. */
type Source = { readonly type: GraphQLType } | string;

const inputSource = ({ definition, schemas, inputSubgraph }: Setting, path: readonly string[]): Source => {
  const root = schemas.get(inputSubgraph)?.getType(definition.inputType);
  if (!isInputObjectType(root)) return `there is no input type ${definition.inputType}`;
  const type = typeAt(required(root), path);
  return type === undefined ? `there is no input.${path.join('.')}` : { type };
};

/** The type at a path of nested fields; undefined if there is no such field. */
const typeAt = (root: GraphQLType, path: readonly string[]): GraphQLType | undefined => {
  let type = root;
  let missing = false;
  for (const name of path) {
    const parent = nullable(type);
    const field = isInputObjectType(parent) ? parent.getFields()[name] : undefined;
    if (field === undefined) return undefined;
    missing ||= !isNonNullType(type);
    type = asType(field.type);
  }
  return missing ? nullable(type) : type;
};

/** Whether the output of a step is certain to exist, or why it cannot be read. */
const availability = (
  { definition, step, operation }: Setting,
  read: StepDefinition,
): { readonly sure: boolean } | string => {
  const order = definition.steps;
  const after = definition.afterCompensation ?? [];
  const readsAfter = after.includes(read);
  if (after.includes(step)) {
    if (readsAfter && after.indexOf(read) >= after.indexOf(step)) return `${read.name} comes later`;
    return { sure: false };
  }
  // A step begins only once all steps before it have succeeded; a compensation cannot rely on the output of its own
  // invoke.
  if (readsAfter || order.indexOf(read) >= order.indexOf(step))
    return operation === 'invoke'
      ? `${read.name} comes later`
      : `${read.name} may have no output when ${step.name} is undone`;
  return { sure: (read.critical ?? true) && read.when === undefined };
};

const outputType = (setting: Setting, read: StepDefinition, name: string): GraphQLType | undefined => {
  const called = calledField(setting, read, 'invoke');
  const payload = objectTypeOf(called?.field);
  const selected = called && selectedFields(called.node).get(name);
  if (selected === undefined || payload === undefined) return undefined;
  const fields = payload.getFields();
  const type = selectedType(fields[selected.name.value]?.type, selected);
  if (type === undefined || CONTROL_FIELDS.includes(selected.name.value)) return undefined;
  // If the payload has a rejection or a wait, its fields are nullable only for these: any other answer has them all.
  return CONTROL_FIELDS.some((name) => fields[name] !== undefined) ? required(type) : type;
};

const stepSource = (setting: Setting, path: readonly string[]): Source => {
  const [stepName = '', field = '', ...within] = path;
  const { steps, afterCompensation = [] } = setting.definition;
  const read = [...steps, ...afterCompensation].find(({ name }) => name === stepName);
  if (read === undefined) return `there is no step ${stepName}`;
  const available = availability(setting, read);
  if (typeof available === 'string') return available;
  const whole = outputType(setting, read, field);
  const type = whole && typeAt(whole, within);
  if (type === undefined) return `${stepName} does not select a field ${path.slice(1).join('.')}`;
  const told = available.sure ? type : nullable(type);
  // The outputs of a step with forEach are a list, which is there even without any instances.
  return { type: read.forEach === undefined ? told : required(new GraphQLList(told as never)) };
};

const failureSource = ({ definition, step, operation }: Setting, path: readonly string[]): Source => {
  const field = path.join('.');
  if (operation === 'invoke' && !definition.afterCompensation?.includes(step))
    return 'a failure is known only when the saga is undone';
  return field === 'code' || field === 'message'
    ? { type: required(GraphQLString) }
    : `there is no failure.${field}`;
};

const itemSource = (setting: Setting, path: readonly string[]): Source => {
  const { forEach } = setting.step;
  if (forEach === undefined) return 'there is an item only in a step that has forEach';
  const list = sourceOf({ ...setting, operation: 'invoke' }, forEach.items.$ref);
  if (typeof list === 'string') return list;
  const bare: unknown = nullable(list.type);
  const type = isListType(bare) ? typeAt(required(bare.ofType), path) : undefined;
  return type === undefined ? `there is no item.${path.join('.')}` : { type };
};

/** The type of the value that a reference in the checked operation stands for, or why there is none. */
export const sourceOf = (setting: Setting, [origin, ...path]: Reference['$ref']): Source => {
  switch (origin) {
    case 'input':
      return inputSource(setting, path);
    case 'steps':
      return stepSource(setting, path);
    case 'failure':
      return failureSource(setting, path);
    case 'item':
      return itemSource(setting, path);
    default:
      return `there is no ${String(origin)}: only input, steps, item and failure are the same for every attempt`;
  }
};
