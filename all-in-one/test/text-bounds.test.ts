import { describe, expect, it } from '@jest/globals';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { BadUserInput } from '@counterstep/service-kit';
import { boundOf, installTextBounds, MAX_ITEMS } from '@counterstep/service-kit/server';
import { subgraphNames, subgraphSdl } from '@counterstep/schema';
import {
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  isObjectType,
  parse,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';

const OUT_OF_BOUNDS = 'x'.repeat(1_000_000);
const HALF_A_PAIR = 'x\ud83dx';
const REACHED = 'the resolver was reached';

type Place = GraphQLArgument | GraphQLInputField;
type Field = GraphQLField<unknown, unknown>;

/** A text, a list or a JSON object that a client can send, with the arguments that have only it. */
interface Target {
  readonly what: string;
  readonly place: Place;
  readonly path: readonly string[];
  readonly kind: 'text' | 'list' | 'json';
  readonly argumentsWith: (value: unknown) => Record<string, unknown>;
}

const internal = new Set(['step', 'compensation', 'internal']);
const isPublic = (field: Field): boolean =>
  !field.astNode?.directives?.some(({ name }) => internal.has(name.value));

function targetsIn(
  place: Place,
  path: readonly string[],
  wrap: (value: unknown) => Record<string, unknown>,
  depth = 0,
): Target[] {
  const type: GraphQLInputType = getNullableType(place.type);
  const named = getNamedType(type);
  const list = isListType(type);
  const one = { what: [...path].join('.'), place, path: list ? [...path, '0'] : path };
  const inside = (value: unknown) => wrap(list ? [value] : value);
  const lists: Target[] = list ? [{ ...one, path, kind: 'list', argumentsWith: wrap }] : [];
  if (isInputObjectType(named))
    return [
      ...lists,
      ...(depth > 4 ? [] : Object.values(named.getFields())).flatMap((inner) =>
        targetsIn(inner, [...one.path, inner.name], (value) => inside({ [inner.name]: value }), depth + 1),
      ),
    ];
  if (named.name === 'String' || named.name === 'ID')
    return [...lists, { ...one, kind: 'text', argumentsWith: inside }];
  return named.name === 'JSONObject' ? [...lists, { ...one, kind: 'json', argumentsWith: inside }] : lists;
}

function built(name: (typeof subgraphNames)[number]): GraphQLSchema {
  const schema = buildSubgraphSchema({ typeDefs: parse(subgraphSdl(name)) });
  for (const type of Object.values(schema.getTypeMap())) {
    if (isObjectType(type) && !type.name.startsWith('__'))
      for (const field of Object.values(type.getFields())) field.resolve = () => REACHED;
  }
  installTextBounds(schema);
  return schema;
}

const cases = subgraphNames.flatMap((name) => {
  const types = Object.values(built(name).getTypeMap()).filter(isObjectType);
  const fields = types
    .filter((type) => !type.name.startsWith('__'))
    .flatMap((type) => Object.values(type.getFields()).filter(isPublic))
    .filter((field) => !field.name.startsWith('_'));
  return fields.flatMap((field) =>
    field.args
      .flatMap((argument) => targetsIn(argument, [argument.name], (value) => ({ [argument.name]: value })))
      .map((target) => [`${name}: ${field.name}(${target.what})`, field, target] as const),
  );
});

/** Where the answer says that something is wrong: in a ValidationError, or in a BAD_USER_INPUT. */
function refusalOf(field: Field, args: Record<string, unknown>): readonly string[] | undefined {
  try {
    const answer = field.resolve?.(undefined, args, undefined, undefined as never);
    if (answer === REACHED) return undefined;
    const { errors } = answer as { errors: readonly { __typename: string; path: readonly string[] }[] };
    expect(errors[0]?.__typename).toBe('ValidationError');
    return errors[0]?.path;
  } catch (error) {
    if (error instanceof BadUserInput) return error.argument;
    throw error;
  }
}

describe('what a client sends', () => {
  const texts = cases.filter(([, , { kind }]) => kind === 'text');
  const lists = cases.filter(([, , { kind }]) => kind === 'list');
  const objects = cases.filter(([, , { kind }]) => kind === 'json');

  it('has texts, lists and JSON objects', () => {
    expect(Math.min(texts.length - 50, lists.length - 3, objects.length)).toBeGreaterThan(0);
  });

  it.each(texts)(
    'has a bound, and no half characters: %s',
    (_what, field, { place, path, argumentsWith }) => {
      const { max } = boundOf(place);
      const refused = (text: string) => refusalOf(field, argumentsWith(text));
      expect(max).toBeLessThanOrEqual(2550);
      expect(refused('x'.repeat(max))).toBeUndefined();
      for (const text of ['x'.repeat(max + 1), 'x'.repeat(10 * max), OUT_OF_BOUNDS, HALF_A_PAIR])
        expect(refused(text)).toEqual(path);
    },
  );

  it.each(lists)('is a list with a bound: %s', (_what, field, { path, argumentsWith }) => {
    expect(refusalOf(field, argumentsWith(Array(MAX_ITEMS).fill(null)))).toBeUndefined();
    expect(refusalOf(field, argumentsWith(Array(MAX_ITEMS + 1).fill(null)))).toEqual(path);
  });

  it.each(objects)('is a JSON object with a bound: %s', (_what, field, { path, argumentsWith }) => {
    const nested = JSON.parse(`${'{"a":'.repeat(1000)}1${'}'.repeat(1000)}`) as object;
    const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`k${index}`, index]));
    for (const wrong of [{ a: OUT_OF_BOUNDS }, { [OUT_OF_BOUNDS]: 1 }, { a: HALF_A_PAIR }, nested, many])
      expect(refusalOf(field, argumentsWith(wrong))).toEqual(path);
    expect(refusalOf(field, argumentsWith({ a: [1, 'two', null, { b: true }] }))).toBeUndefined();
  });

  it.each([
    [/password$/i, { max: 128, form: 'ANY' }],
    [/^email$/, { max: 254, form: 'LINE' }],
    [/^search$/, { max: 200, form: 'LINE' }],
  ])('has at every %s the bound of its kind', (name, bound) => {
    const found = texts.filter(([, , { place }]) => name.test(place.name));
    expect(found.length).toBeGreaterThan(0);
    for (const [, , { place }] of found) expect(boundOf(place)).toEqual(bound);
  });

  it('comes to the resolver without the blanks around it, but for passwords', () => {
    const schema = built('customers');
    const field = schema.getMutationType()!.getFields()['register']!;
    const spaced = { email: ' a@b.c ', password: ' secret ', name: '\tAda\u3000' };
    let given: unknown;
    const fresh = buildSubgraphSchema({ typeDefs: parse(subgraphSdl('customers')) });
    const register = fresh.getMutationType()!.getFields()['register']!;
    register.resolve = (_parent, args: object) => (given = args);
    installTextBounds(fresh);
    register.resolve(undefined, { input: spaced }, undefined, undefined as never);
    expect(given).toEqual({ input: { email: 'a@b.c', password: ' secret ', name: 'Ada' } });
    expect(refusalOf(field, { input: { ...spaced, name: 'Ada\r\nBcc: eve@example.com' } })).toEqual([
      'input',
      'name',
    ]);
  });
});
