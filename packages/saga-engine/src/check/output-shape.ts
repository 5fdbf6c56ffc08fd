import {
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  type FieldNode,
  type GraphQLSchema,
  type GraphQLType,
} from 'graphql';
import type { OutputField, OutputShape, StepDefinition } from '../core/definition.ts';
import { CONTROL_FIELDS } from '../core/outcome.ts';
import { selectedType } from './output-type.ts';
import { calledField, selectedFields } from './setting.ts';
import { asType, nullable, objectTypeOf } from './types.ts';

type Accepts = OutputField['accepts'];

const isText: Accepts = (value) => typeof value === 'string';

/** Which JSON values the scalars of `schema/common.graphql` accept; any other scalar is unknown. */
const scalars: Readonly<Record<string, Accepts>> = {
  ID: isText,
  String: isText,
  Boolean: (value) => typeof value === 'boolean',
  Int: (value) => Number.isInteger(value) && Math.abs(Number(value)) <= 2 ** 31 - 1,
  Float: (value) => Number.isFinite(value),
  SafeInt: (value) => Number.isSafeInteger(value),
  Currency: (value) => isText(value) && /^[A-Z]{3}$/.test(String(value)),
  DateTime: (value) =>
    isText(value) && /^\d{4}-\d\d-\d\dT/.test(String(value)) && !isNaN(Date.parse(String(value))),
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Which JSON values a type accepts, null aside. */
const acceptsOf = (given: GraphQLType): Accepts => {
  const type: unknown = nullable(given);
  if (isListType(type)) {
    const accepts = acceptsOf(asType(type.ofType));
    return (value) => Array.isArray(value) && value.every((item) => accepts(item));
  }
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).map(
      ({ name, type: inner }) => [name, acceptsOf(asType(inner)), isNonNullType(asType(inner))] as const,
    );
    return (value) =>
      isObject(value) &&
      Object.keys(value).every((key) => fields.some(([name]) => name === key)) &&
      fields.every(([name, accepts, isNeeded]) => (value[name] == null ? !isNeeded : accepts(value[name])));
  }
  if (isEnumType(type)) return (value) => isText(value) && type.getValue(String(value)) !== undefined;
  return (isLeafType(type) ? scalars[type.name] : undefined) ?? (() => true);
};

const fieldOf = (type: unknown, node: FieldNode, answersAll: boolean): OutputField | undefined => {
  const selected = selectedType(type, node);
  if (selected === undefined) return undefined;
  const shown = isLeafType(nullable(type)) ? nullable(type) : asType(type);
  return {
    type: shown.toString(),
    required: answersAll || isNonNullType(selected),
    accepts: acceptsOf(selected),
  };
};

/** The shape of what a step's invoke answers, by its subgraph's schema; undefined if the schema lacks the mutation. */
export const outputShapeOf = (
  step: StepDefinition,
  schemas: ReadonlyMap<string, GraphQLSchema>,
): OutputShape | undefined => {
  const called = calledField({ schemas }, step, 'invoke');
  const types = objectTypeOf(called?.field)?.getFields();
  if (called === undefined || types === undefined) return undefined;
  const shape = new Map<string, OutputField>();
  for (const [key, node] of selectedFields(called.node)) {
    const name = node.name.value;
    if (CONTROL_FIELDS.includes(name)) continue;
    // If the payload has a rejection or a wait, its fields are nullable only for these: any other answer has them all.
    const answersAll = CONTROL_FIELDS.some((other) => types[other] !== undefined);
    const field = fieldOf(types[name]?.type, node, answersAll);
    if (field !== undefined) shape.set(key, field);
  }
  return shape;
};
