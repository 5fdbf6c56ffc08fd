import { GraphQLString, isInputObjectType, isLeafType, isNonNullType, type GraphQLType } from 'graphql';
import type { StepDefinition } from '../core/definition.ts';
import type { Reference } from '../core/template.ts';
import { calledField, selectedFields, type Setting } from './setting.ts';
import { asType, nullable, objectTypeOf, required } from './types.ts';

/** The type of what a reference stands for, or why it stands for nothing. */
type Source = { readonly type: GraphQLType } | string;

const inputSource = ({ definition, schemas, inputSubgraph }: Setting, path: readonly string[]): Source => {
  const root = schemas.get(inputSubgraph)?.getType(definition.inputType);
  if (!isInputObjectType(root)) return `there is no input type ${definition.inputType}`;
  let type = required(root);
  let missing = false;
  for (const name of path) {
    const parent = nullable(type);
    const field = isInputObjectType(parent) ? parent.getFields()[name] : undefined;
    if (field === undefined) return `there is no input.${path.join('.')}`;
    missing ||= !isNonNullType(type);
    type = asType(field.type);
  }
  return { type: missing ? nullable(type) : type };
};

/** Whether the output of a step is sure to be there, or why it cannot be read. */
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
  // A step begins only when all before it have succeeded; of its own invoke its compensation knows nothing.
  if (readsAfter || order.indexOf(read) >= order.indexOf(step))
    return operation === 'invoke'
      ? `${read.name} comes later`
      : `${read.name} may have no output when ${step.name} is undone`;
  return { sure: read.critical ?? true };
};

const outputType = (setting: Setting, read: StepDefinition, name: string): GraphQLType | undefined => {
  const called = calledField(setting, read, 'invoke');
  const payload = objectTypeOf(called?.field);
  const selected = called && selectedFields(called.node).get(name);
  if (selected === undefined || payload === undefined) return undefined;
  const fields = payload.getFields();
  const type: unknown = fields[selected.name.value]?.type;
  if (type === undefined || !isLeafType(nullable(type))) return undefined;
  // Without rejection the engine takes no answer that lacks a selected field.
  return fields['rejection'] === undefined ? asType(type) : required(type);
};

const stepSource = (setting: Setting, path: readonly string[]): Source => {
  const [stepName = '', field = ''] = path;
  const { steps, afterCompensation = [] } = setting.definition;
  const read = [...steps, ...afterCompensation].find(({ name }) => name === stepName);
  if (read === undefined) return `there is no step ${stepName}`;
  const available = availability(setting, read);
  if (typeof available === 'string') return available;
  const type = path.length === 2 ? outputType(setting, read, field) : undefined;
  if (type === undefined) return `${stepName} does not select a scalar field ${path.slice(1).join('.')}`;
  return { type: available.sure ? type : nullable(type) };
};

const failureSource = ({ definition, step, operation }: Setting, path: readonly string[]): Source => {
  const field = path.join('.');
  if (operation === 'invoke' && !definition.afterCompensation?.includes(step))
    return 'a failure is known only when the saga is undone';
  return field === 'code' || field === 'message'
    ? { type: required(GraphQLString) }
    : `there is no failure.${field}`;
};

/** What a reference in the checked operation stands for. */
export const sourceOf = (setting: Setting, [origin, ...path]: Reference['$ref']): Source => {
  switch (origin) {
    case 'input':
      return inputSource(setting, path);
    case 'steps':
      return stepSource(setting, path);
    case 'failure':
      return failureSource(setting, path);
    default:
      return `there is no ${String(origin)}: only input, steps and failure are the same for every attempt`;
  }
};
