import { isEnumType, isLeafType, isNonNullType, type GraphQLSchema } from 'graphql';
import type { OutputField, OutputShape, StepDefinition } from '../core/definition.ts';
import { calledField, selectedFields } from './setting.ts';
import { asType, nullable, objectTypeOf } from './types.ts';

type Accepts = OutputField['accepts'];

const isText: Accepts = (value) => typeof value === 'string';

/** What values of the scalars of `schema/common.graphql` are in JSON; of others nothing is known. */
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

const fieldOf = (type: unknown, answersAll: boolean): OutputField | undefined => {
  const leaf = nullable(type);
  if (!isLeafType(leaf)) return undefined;
  const required = answersAll || isNonNullType(asType(type));
  const accepts = isEnumType(leaf)
    ? (value: unknown): boolean => isText(value) && leaf.getValue(String(value)) !== undefined
    : (scalars[leaf.name] ?? (() => true));
  return { type: leaf.name, required, accepts };
};

/** What the invoke of a step answers, by the schema of its subgraph; undefined where it is not there. */
export const outputShapeOf = (
  step: StepDefinition,
  schemas: ReadonlyMap<string, GraphQLSchema>,
): OutputShape | undefined => {
  const called = calledField({ schemas }, step, 'invoke');
  const types = objectTypeOf(called?.field)?.getFields();
  if (called === undefined || types === undefined) return undefined;
  const shape = new Map<string, OutputField>();
  for (const [key, { name }] of selectedFields(called.node)) {
    // Without a rejection the engine takes no answer that lacks a selected field.
    const field = fieldOf(types[name.value]?.type, types['rejection'] !== undefined);
    if (field !== undefined) shape.set(key, field);
  }
  return shape;
};
