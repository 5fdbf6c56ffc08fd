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
import { newCustomer, type Customer } from '../support/customers.ts';
import { postGraphql, sendHttp, type HttpAnswer } from '../support/http.ts';
import { startSystem, type System } from '../support/system.ts';

const fileNextToThis = (name: string): Promise<string> => readFile(new URL(name, import.meta.url), 'utf8');

const GRAPHQL = 'application/graphql-response+json';

let system: System;
let customer: Customer;
let served: GraphQLSchema;

beforeAll(async () => {
  system = await startSystem();
  const introspection = await createGraphqlClient(system.url).ask<IntrospectionQuery>(
    getIntrospectionQuery({ inputValueDeprecation: true }),
  );
  served = buildClientSchema(introspection);
  customer = await newCustomer(system.url);
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

/** Everything in a schema that a client can rely on, one line each. */
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

/**
 * The descriptions that a reader of the schema sees: of the type itself, its fields, their arguments and its values.
 */
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
    const printed = buildSchema(await fileNextToThis('../../../schema/api.graphql'));
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
    const ofOperators = ['ResolveSagaStepInput', 'WaiveCompensationInput', 'CompensationPlan'];
    const internal = names.filter((name) => /^_|Step(Input|Payload)$|Rejection$|Compensation/.test(name));
    expect(internal.filter((name) => !ofOperators.includes(name))).toEqual([]);
    expect(served.getDirectives().map(({ name }) => name)).not.toContain('step');
  });
});

const get = (query: string, headers: Record<string, string> = {}): Promise<HttpAnswer> =>
  sendHttp(`${system.url}/graphql?${new URLSearchParams({ query }).toString()}`, {
    headers: { accept: GRAPHQL, ...headers },
  });

const post = (body: string, headers: Record<string, string>): Promise<HttpAnswer> =>
  sendHttp(`${system.url}/graphql`, { method: 'POST', headers, body });

const query = '{ product(sku: "MUG-BLUE") { name } }';
const mug = { data: { product: { name: 'Blue Mug' } } };

describe('GraphQL over HTTP', () => {
  it.each([GRAPHQL, 'application/json'])('answers a POST in %s', async (accept) => {
    const { status, headers, text } = await postGraphql(system.url, { query }, { accept });
    expect(status).toBe(200);
    expect(headers.get('content-type')).toContain(accept);
    expect(JSON.parse(text)).toEqual(mug);
  });

  it('answers a query by GET', async () => {
    const { status, text } = await get(query);
    expect(status).toBe(200);
    expect(JSON.parse(text)).toEqual(mug);
  });

  it('refuses a mutation by GET with 405, and does nothing', async () => {
    const authorization = { authorization: `Bearer ${customer.token}` };
    const { status, headers } = await get(
      'mutation { updateProfile(input: { name: "Changed" }) { customer { name } } }',
      authorization,
    );
    expect(status).toBe(405);
    expect(headers.get('allow')).toBe('POST');
    expect(await customer.client.ask('{ me { name } }')).toEqual({ me: { name: 'Mary' } });
  });

  it.each(['PUT', 'DELETE', 'PATCH'])('refuses %s with 405', async (method) => {
    expect((await sendHttp(`${system.url}/graphql`, { method })).status).toBe(405);
  });

  it.each([
    ['JSON that is cut off', '{"query":', 'application/json', 400],
    ['JSON that is no object', '[1]', 'application/json', 400],
    ['a request without a query', '{}', 'application/json', 400],
    ['a query that is a number', '{"query":1}', 'application/json', 400],
    ['a form', 'query=%7Bme%7Bid%7D%7D', 'application/x-www-form-urlencoded', 415],
    ['plain text', query, 'text/plain', 415],
  ])('refuses %s with its status', async (_what, body, type, expected) => {
    const { status, text } = await post(body, { 'content-type': type, accept: GRAPHQL });
    expect(status).toBe(expected);
    expect(JSON.parse(text)).toMatchObject({
      errors: [{ extensions: { code: expect.any(String) as unknown } }],
    });
  });

  it('refuses a document that does not parse or does not fit the schema with 400', async () => {
    for (const wrong of ['{ product(', '{ nothing }', 'query ($sku: Int!) { product(sku: $sku) { id } }'])
      expect([wrong, (await get(wrong)).status]).toEqual([wrong, 400]);
  });

  it('refuses a request that is too large with 413', async () => {
    const { status } = await postGraphql(system.url, { query, padding: 'x'.repeat(300_000) });
    expect(status).toBe(413);
  });

  it.each([
    ['deep', `{ me { ${'orders { nodes { customer { '.repeat(6)} id ${'} } }'.repeat(6)} } }`],
    ['full of aliases', `{ ${Array.from({ length: 51 }, (_, index) => `a${index}: me { id }`).join(' ')} }`],
  ])('refuses a query that is too %s', async (_how, tooMuch) => {
    const { status, text } = await postGraphql(system.url, { query: tooMuch }, { accept: GRAPHQL });
    expect(status).toBe(400);
    expect(text).toMatch(/more than \d+ (levels of fields|aliases)/);
  });

  it('gives each answer a correlation id, and keeps the one that it was given', async () => {
    const [one, other] = [await get(query), await get(query)];
    const ids = [one, other].map(({ headers }) => headers.get('x-correlation-id'));
    expect(ids[0]).toMatch(/^[\w-]{8,64}$/);
    expect(ids[1]).not.toBe(ids[0]);
    const given = await get(query, { 'x-correlation-id': 'a-test-of-mine' });
    expect(given.headers.get('x-correlation-id')).toBe('a-test-of-mine');
    const forged = await get(query, { 'x-correlation-id': 'x y' });
    expect(forged.headers.get('x-correlation-id')).not.toBe('x y');
  });

  it('names the correlation id in each error', async () => {
    const { headers, text } = await postGraphql(system.url, { query: '{ orders { totalCount } }' });
    expect(JSON.parse(text)).toMatchObject({
      errors: [{ extensions: { correlationId: headers.get('x-correlation-id') } }],
    });
  });
});

describe('beside GraphQL', () => {
  it('a browser gets the playground, from this server alone', async () => {
    const { status, headers, text } = await sendHttp(`${system.url}/graphql`, {
      headers: { accept: 'text/html' },
    });
    expect(status).toBe(200);
    expect(headers.get('content-type')).toContain('text/html');
    expect(text).not.toMatch(/(src|href)="?https?:/);
  });

  it('health, readiness and metrics are served', async () => {
    expect(JSON.parse((await sendHttp(`${system.url}/health`)).text)).toEqual({ status: 'up' });
    expect((await sendHttp(`${system.url}/ready`)).status).toBe(200);
    expect((await sendHttp(`${system.url}/metrics`)).text).toContain('http_request_duration_seconds_count');
  });
});
