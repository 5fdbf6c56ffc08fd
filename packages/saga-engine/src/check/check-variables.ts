import {
  coerceInputValue,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  Kind,
  typeFromAST,
  type GraphQLInputObjectType,
  type GraphQLSchema,
  type GraphQLType,
  type NamedTypeNode,
  type VariableDefinitionNode,
} from 'graphql';
import { mutationOf } from '../core/outcome.ts';
import { isReference } from '../core/template.ts';
import { fits } from './fits.ts';
import { isPlain, isPlainObject } from './plain.ts';
import { sourceOf } from './sources.ts';
import type { Setting } from './setting.ts';
import { asType } from './types.ts';

type Report = (reason: string) => void;

/** Checks one part of a template against the type that its place expects. */
type Check = (template: unknown, type: GraphQLType, path: string) => void;

const isPath = (value: unknown): boolean =>
  Array.isArray(value) && value.every((key) => typeof key === 'string');

const checkObject = (
  template: Readonly<Record<string, unknown>>,
  type: GraphQLInputObjectType,
  path: string,
  report: Report,
  check: Check,
): void => {
  const fields = type.getFields();
  for (const field of Object.values(fields))
    if (isRequiredInputField(field) && template[field.name] === undefined)
      report(`${path}.${field.name} is required and missing`);
  for (const [name, part] of Object.entries(template)) {
    const field = fields[name];
    if (field === undefined) report(`${path}.${name} is not a field of ${type.name}`);
    else if (part !== undefined) check(part, asType(field.type), `${path}.${name}`);
  }
};

const checkerOf = (setting: Setting, report: Report): Check => {
  const checkReference: Check = (template, type, path) => {
    if (!isReference(template)) return;
    if (!isPath(template.$ref)) {
      report(`${path}: $ref is not a list of names`);
      return;
    }
    const source = sourceOf(setting, template.$ref);
    if (typeof source === 'string') report(`${path}: ${source}`);
    else if (!fits(source.type, type))
      report(`${path} is ${type.toString()}, and ${template.$ref.join('.')} is ${source.type.toString()}`);
  };
  const check: Check = (template, type, path) => {
    if (isReference(template)) checkReference(template, type, path);
    else if (template === null) {
      if (isNonNullType(type)) report(`${path} is ${type.toString()}, and the template has null`);
    } else if (isNonNullType(type)) check(template, asType(type.ofType), path);
    else if (isListType(type)) {
      if (!Array.isArray(template)) report(`${path} is a list, and the template has none`);
      else
        template.forEach((item, index) => {
          check(item, asType(type.ofType), `${path}.${index}`);
        });
    } else if (isInputObjectType(type)) {
      if (isPlainObject(template)) checkObject(template, type, path, report, check);
      else report(`${path} is ${type.name}, and the template has no object`);
    } else if (!isPlain(template)) report(`${path} is not plain JSON, the same for every attempt`);
    else if (isLeafType(type))
      coerceInputValue(template, type, (_path, _value, error) => {
        report(`${path}: ${error.message}`);
      });
  };
  return check;
};

const isRequired = ({ type, defaultValue }: VariableDefinitionNode): boolean =>
  type.kind === Kind.NON_NULL_TYPE && defaultValue === undefined;

/** Reports every variable of an operation whose template does not fit its type. */
export const checkVariables = (setting: Setting, schema: GraphQLSchema, report: Report): void => {
  const call = setting.step[setting.operation];
  const declared = (call && mutationOf(call.document)?.variableDefinitions) ?? [];
  const check = checkerOf(setting, report);
  for (const variable of declared) {
    const name = variable.variable.name.value;
    const template = call?.variables[name];
    const type: unknown = typeFromAST(schema, variable.type as NamedTypeNode);
    if (name === 'step') continue;
    if (template !== undefined) check(template, asType(type), `$${name}`);
    else if (isRequired(variable)) report(`$${name} is required and missing`);
  }
  const names = declared.map(({ variable }) => variable.name.value).filter((name) => name !== 'step');
  for (const name of Object.keys(call?.variables ?? {}))
    if (!names.includes(name)) report(`$${name} is given and not declared, or the engine's own`);
};
