import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { chart, readChartFile, readValues } from './support/chart.ts';

interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: unknown;
  readonly definitions?: Readonly<Record<string, Schema>>;
}

const schema = JSON.parse(readChartFile('values.schema.json')) as Schema;
const ajv = new Ajv({ allErrors: true, strict: false });
const accepts = ajv.compile(schema);
const problems = (values: unknown): readonly string[] =>
  accepts(values)
    ? []
    : (accepts.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);

const folder = (name: string): readonly string[] =>
  readdirSync(join(chart, name)).map((file) => (name === '.' ? file : `${name}/${file}`));
const good = [...folder('.'), ...folder('ci'), ...folder('examples')].filter((file) =>
  /values.*\.yaml$|upgrade\.yaml$/.test(file),
);

test.each(good)('%s has values that the schema knows', (file) => {
  expect(problems(readValues(file))).toEqual([]);
});

test.each(folder('ci/bad'))('%s is refused by the schema', (file) => {
  expect(problems(readValues(file))).not.toEqual([]);
});

const resolve = (node: Schema): Schema => {
  const reference = node.$ref ?? node.allOf?.[0]?.$ref;
  return reference === undefined
    ? node
    : { ...schema.definitions?.[reference.split('/').at(-1) ?? ''], ...node };
};

function* objectsOf(node: Schema, path: string): Generator<readonly [string, Schema]> {
  const resolved = resolve(node);
  yield [path, resolved];
  for (const [key, child] of Object.entries(resolved.properties ?? {}))
    yield* objectsOf(child, `${path}.${key}`);
}

test('every object of which the keys are known refuses others', () => {
  const open = [...objectsOf(schema, 'values')]
    .filter(([, node]) => node.properties !== undefined && node.additionalProperties !== false)
    .map(([path]) => path);
  expect(open).toEqual([]);
});

test('every value has a meaning', () => {
  const silent = [...objectsOf(schema, 'values')]
    .filter(([path, node]) => path !== 'values' && node.description === undefined)
    .map(([path]) => path);
  expect(silent).toEqual([]);
});

test('every default is in the schema, and every value with one place has a default', () => {
  const values = readValues('values.yaml') as Record<string, unknown>;
  expect(Object.keys(values).sort()).toEqual(Object.keys(schema.properties ?? {}).sort());
});

test('every variable of the configuration can be given to the service that reads it', () => {
  const guide = readFileSync(join(chart, '../docs/configuration.md'), 'utf8');
  const variablesIn = (section: string) =>
    [...section.matchAll(/^\| `([A-Z_]+)`/gm)].map(([, name]) => [name!, 'x'] as const);
  const [, everywhere = '', ...sections] = guide.split(/^## /m);
  const services = sections.map((section) => {
    const [heading = ''] = section.split('\n');
    return [heading.toLowerCase(), { env: Object.fromEntries(variablesIn(section)) }] as const;
  });
  const known = readValues('values.yaml') as { services: object };
  expect(services.map(([name]) => name).sort()).toEqual(Object.keys(known.services).sort());
  const env = Object.fromEntries(variablesIn(everywhere));
  expect(Object.keys(env)).toContain('LOG_LEVEL');
  expect(problems({ env, services: Object.fromEntries(services) })).toEqual([]);
});
