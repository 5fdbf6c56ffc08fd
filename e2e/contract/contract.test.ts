import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  buildClientSchema,
  buildSchema,
  getIntrospectionQuery,
  isEnumType,
  isInputObjectType,
  isIntrospectionType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
  isUnionType,
  lexicographicSortSchema,
  printSchema,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type IntrospectionQuery,
} from 'graphql';
import { createGraphqlClient } from '../support/client.ts';
import { startSystem, type System } from '../support/system.ts';

const fileNextToThis = (name: string): Promise<string> => readFile(new URL(name, import.meta.url), 'utf8');

let system: System;
let served: GraphQLSchema;

beforeAll(async () => {
  system = await startSystem();
  const introspection = await createGraphqlClient(system.url).ask<IntrospectionQuery>(
    getIntrospectionQuery({ inputValueDeprecation: true }),
  );
  served = buildClientSchema(introspection);
});

afterAll(async () => {
  await system.remove();
});

const isPublic = (type: GraphQLNamedType): boolean =>
  !isIntrospectionType(type) && !isSpecifiedScalarType(type);

const fieldFacts = (type: GraphQLObjectType | GraphQLInterfaceType): readonly string[] =>
  Object.values(type.getFields()).flatMap((field) => [
    `${type.name}.${field.name}: ${String(field.type)}`,
    ...field.args.map((arg) => `${type.name}.${field.name}(${arg.name}: ${String(arg.type)})`),
  ]);

/** Everything that a client can rely on, one line each. */
function factsOf(schema: GraphQLSchema): readonly string[] {
  return Object.values(schema.getTypeMap())
    .filter(isPublic)
    .flatMap((type): readonly string[] => {
      const { name } = type;
      if (isEnumType(type)) return type.getValues().map((value) => `${name}.${value.name}`);
      if (isUnionType(type)) return type.getTypes().map((member) => `${name} = ${member.name}`);
      if (isInputObjectType(type))
        return Object.values(type.getFields()).map(
          (field) => `${name}.${field.name}: ${String(field.type)} = ${String(field.defaultValue)}`,
        );
      if (!isObjectType(type) && !isInterfaceType(type)) return [`scalar ${name}`];
      return [...type.getInterfaces().map((each) => `${name} implements ${each.name}`), ...fieldFacts(type)];
    });
}

/** What somebody reads who looks for help: the type itself, its fields, their arguments and its values. */
function described(type: GraphQLNamedType): readonly (readonly [string, string | null | undefined])[] {
  const { name } = type;
  const root = [served.getQueryType(), served.getMutationType(), served.getSubscriptionType()].includes(
    type as never,
  );
  const own = root ? [] : [[name, type.description] as const];
  if (isEnumType(type))
    return [
      ...own,
      ...type.getValues().map((value) => [`${name}.${value.name}`, value.description] as const),
    ];
  if (isInputObjectType(type))
    return [
      ...own,
      ...Object.values(type.getFields()).map(
        (field) => [`${name}.${field.name}`, field.description] as const,
      ),
    ];
  if (!isObjectType(type) && !isInterfaceType(type)) return own;
  const fields = Object.values(type.getFields()).flatMap((field) => [
    [`${name}.${field.name}`, field.description] as const,
    ...field.args.map((arg) => [`${name}.${field.name}(${arg.name})`, arg.description] as const),
  ]);
  return [...own, ...fields];
}

const publicTypes = (): readonly GraphQLNamedType[] => Object.values(served.getTypeMap()).filter(isPublic);

describe('the schema that is served', () => {
  it('is the one in schema/api.graphql', async () => {
    const printed = buildSchema(await fileNextToThis('../../schema/api.graphql'));
    expect(printSchema(lexicographicSortSchema(served))).toBe(printSchema(lexicographicSortSchema(printed)));
  });

  it('holds everything that clients rely on', async () => {
    const contract = factsOf(buildSchema(await fileNextToThis('contract.graphql')));
    const facts = new Set(factsOf(served));
    expect(contract.length).toBeGreaterThan(300);
    expect(contract.filter((fact) => !facts.has(fact))).toEqual([]);
  });

  it('describes every type, field, argument and value', () => {
    const mute = publicTypes()
      .flatMap(described)
      .flatMap(([name, description]) => (description?.trim() ? [] : [name]));
    expect(mute).toEqual([]);
  });

  it('has nothing of the federation or of the steps of sagas', () => {
    const names = publicTypes().map(({ name }) => name);
    expect(names.filter((name) => /^_|Step(Input|Payload)$|Rejection$|Compensation/.test(name))).toEqual([]);
    expect(served.getDirectives().map(({ name }) => name)).not.toContain('step');
  });
});
