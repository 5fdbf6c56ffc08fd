import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Service } from '@counterstep/service-kit/server';
import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery } from 'graphql';
import { connect, Follower } from './follower.ts';
import { ask, createLibraryKit, type LibraryKit } from './kit.ts';

const queries: readonly (readonly [string, object])[] = [
  ['{ __type(name: "Wish") { isOneOf } }', { __type: { isOneOf: false } }],
  ['{ __type(name: "ID") { specifiedByURL } }', { __type: { specifiedByURL: null } }],
  [
    '{ __type(name: "Wish") { inputFields(includeDeprecated: true) { name isDeprecated deprecationReason } } }',
    { __type: { inputFields: [{ name: 'title', isDeprecated: false, deprecationReason: null }] } },
  ],
  [
    '{ reviewers ...F shelves again: __typename } fragment F on Query { one: __type(name: "Wish") { ...G } } fragment G on __Type { isOneOf }',
    { reviewers: ['ada'], one: { isOneOf: false }, shelves: [], again: 'Query' },
  ],
  [
    '{ __schema { __typename queryType { name } } ... { shelves } }',
    { __schema: { __typename: '__Schema', queryType: { name: 'Query' } }, shelves: [] },
  ],
];

describe('introspection', () => {
  let kit: LibraryKit;
  let gateway: Service;

  beforeAll(async () => {
    kit = await createLibraryKit();
    gateway = await kit.gateway();
  });
  afterAll(() => kit.end());

  it.each(queries)('answers %s over HTTP and a socket', async (query, expected) => {
    const { data, errors } = await ask(gateway, query);
    expect(errors).toBeUndefined();
    expect(data).toEqual(expected);
    expect(Object.keys(data!)).toEqual(Object.keys(expected));
    const follower = new Follower(connect(gateway), query);
    await follower.ended;
    expect(follower.results).toEqual([{ data: expected }]);
  });

  it('takes variables and conditions', async () => {
    const query = `query ($name: String!, $with: Boolean!) {
      __type(name: $name) { name isOneOf @include(if: $with) } shelves @skip(if: $with) }`;
    const { data } = await ask(gateway, query, { variables: { name: 'Wish', with: true } });
    expect(data).toEqual({ __type: { name: 'Wish', isOneOf: false } });
  });

  it('tells all that graphql-js asks for', async () => {
    const query = getIntrospectionQuery({
      inputValueDeprecation: true,
      specifiedByUrl: true,
      directiveIsRepeatable: true,
      schemaDescription: true,
      oneOf: true,
    });
    const { data, errors } = await ask(gateway, query);
    expect(errors).toBeUndefined();
    const schema = buildClientSchema(data as unknown as IntrospectionQuery);
    expect(schema.getType('Wish')).toBeDefined();
    expect(Object.keys(schema.getQueryType()!.getFields())).not.toContain('secret');
  });

  it('is measured', async () => {
    const cheap = await kit.gateway({ limits: { ...kit.config.limits, cost: 20 } });
    expect((await ask(cheap, '{ __type(name: "Wish") { fields { name } } }')).errors).toBeUndefined();
    const { errors } = await ask(cheap, '{ __schema { types { fields { type { fields { name } } } } } }');
    expect(errors![0]!.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(errors![0]!.message).toMatch('20 is the most');
  });
});
