import { readFileSync } from 'node:fs';
import js from '@eslint/js';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** From the shop's one list of services. */
const list = readFileSync(new URL('schema/src/services.ts', import.meta.url), 'utf8');
const subgraphs = [...list.matchAll(/name: '(\w+)'/g)]
  .map(([, name]) => name)
  .filter((name) => name !== 'coordinator');
const tools = ['all-in-one', 'simulation', 'cli', 'chaos', 'bench', 'e2e', 'image', 'observability'];
const services = [...subgraphs, 'coordinator', 'gateway'];
/** What every domain may stand on, by what each of them may import of the others; a package knows no service and no `schema`. */
const packages = {
  primitives: [],
  'document-store': ['primitives'],
  'step-barrier': ['primitives'],
  identity: ['primitives'],
  'graphql-client': [],
  'saga-engine': ['primitives', 'document-store'],
  'service-kit': ['primitives', 'document-store', 'step-barrier', 'identity'],
  'saga-service': ['primitives', 'document-store', 'step-barrier', 'identity', 'service-kit', 'saga-engine'],
};
const everything = [...services, ...tools];

const deep = {
  regex: '^@counterstep/[^/]+/(src|dist|test)/',
  message: 'Import from another workspace through its exports.',
};
const noneOf = (names) => ({
  regex: `^@counterstep/(${names.join('|')})(/|$)`,
  message: 'The dependency rules of docs/architecture.md forbid this.',
});

/** What the files of a room may import is what none of the patterns forbids; a later room replaces an earlier one. */
const room = (files, patterns, ignores = []) => ({
  files,
  ignores,
  rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: [deep, ...patterns] }] },
});
const boundary = (files, names, more = []) =>
  room(files, [...(names.length > 0 ? [noneOf(names)] : []), ...more]);

/** A package imports no service and no schema by its path either. */
const byPath = {
  regex: '^(\\.\\./)+(coordinator|gateway|schema|subgraphs|all-in-one|tests)/',
  message: 'The dependency rules of docs/architecture.md forbid this, whatever the path.',
};

const outside = { regex: '^\\.\\./', message: 'A pure room imports nothing from outside of it.' };
const impure = {
  regex: `^(?!\\.|@counterstep/(${Object.keys(packages).join('|')})(/|$)|graphql$|@graphql-typed-document-node/core$)`,
  message: 'Pure rooms do no input or output.',
};
const values = {
  regex: '^@counterstep/(?!service-kit$|primitives$)',
  allowTypeImports: true,
  message: 'Pure rooms know only types of the document store, the server and identity.',
};

export default tseslint.config(
  {
    ignores: [
      '**/dist/',
      'api/',
      '**/generated/',
      'node_modules/',
      'data/',
      'coverage/',
      'scripts/test/fixtures/',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [
        createTypeScriptImportResolver({ conditionNames: ['source', 'node', 'import'] }),
      ],
    },
    rules: {
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // `== null` is the check for GraphQL's absent arguments, which are null or undefined.
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    files: ['**/test/**/*.ts', 'packages/*/src/{contract,testing}/**/*.ts', 'tests/e2e/**/*.ts'],
    rules: { 'max-lines-per-function': 'off', '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    files: ['**/*.ts'],
    ignores: ['**/config.ts', '**/test/**', 'tests/e2e/**', 'packages/*/src/testing/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only config.ts reads it.' },
      ],
    },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    languageOptions: {
      globals: { process: 'readonly', console: 'readonly', URL: 'readonly', setTimeout: 'readonly' },
    },
  },
  {
    files: ['helm/files/*.js'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: { db: 'readonly', Mongo: 'readonly', print: 'readonly', quit: 'readonly' },
    },
  },
  {
    files: ['packages/*/src/**/*.ts'],
    // Tools know the shop; callers have one name each, in one place; sagas have a subgraph unless they are told another.
    ignores: [
      'packages/{cli,simulation}/**',
      'packages/identity/src/callers.ts',
      'packages/saga-engine/src/check/check-definitions.ts',
    ],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "Literal[value='coordinator']",
          message: 'Packages know callers by CALLERS of @counterstep/identity only.',
        },
        {
          selector: 'Identifier[name=/^(orderIds?|orders|stock|payments?|paymentId|shipments?|shipmentId)$/]',
          message: 'No package knows an order, stock or a payment.',
        },
      ],
    },
  },
  ...Object.entries(packages).map(([name, lower]) =>
    boundary(
      [`packages/${name}/src/**/*.ts`],
      [...everything, 'schema', ...Object.keys(packages).filter((other) => !lower.includes(other))],
      [byPath],
    ),
  ),
  room(
    ['packages/saga-engine/src/**/*.ts'],
    [
      noneOf([
        ...everything,
        'schema',
        ...Object.keys(packages).filter((other) => !packages['saga-engine'].includes(other)),
      ]),
      {
        regex: 'saga-store\\.ts$',
        allowTypeImports: true,
        message: 'The engine is given its store; it knows only its types.',
      },
    ],
    ['packages/saga-engine/src/index.ts', 'packages/saga-engine/src/testing/**'],
  ),
  // One adapter of the barrier is for document stores.
  boundary(['packages/step-barrier/src/document-store/**/*.ts'], [...everything, 'schema', 'service-kit']),
  // Its participants for tests keep the rules of the barrier.
  boundary(['packages/saga-engine/src/testing/**/*.ts'], [...everything, 'schema', 'service-kit']),
  ...Object.keys(packages).map((name) =>
    boundary([`packages/${name}/test/**/*.ts`], [...everything, 'schema']),
  ),
  room(
    ['schema/**/*.ts'],
    [
      {
        regex: '^@counterstep/(?!(saga-service|step-barrier)/sdl$)',
        message: 'The dependency rules of docs/architecture.md: of packages, the schema knows the SDL only.',
      },
    ],
  ),
  ...subgraphs.map((name) =>
    boundary(
      [`subgraphs/${name}/**/*.ts`],
      everything.filter((other) => other !== name),
    ),
  ),
  boundary(['coordinator/**/*.ts'], [...subgraphs, 'gateway', ...tools]),
  boundary(['gateway/**/*.ts'], [...subgraphs, 'coordinator', ...tools, 'schema']),
  boundary(
    ['packages/simulation/**/*.ts'],
    [...subgraphs, 'gateway', ...tools.filter((name) => name !== 'simulation')],
  ),
  boundary(
    ['packages/simulation/{src,test}/shop/**/*.ts'],
    ['gateway', ...tools.filter((name) => name !== 'simulation')],
  ),
  boundary(
    ['examples/**/*.ts'],
    [...subgraphs, 'coordinator', 'schema', ...tools.filter((name) => name !== 'simulation')],
  ),
  boundary(['{all-in-one,packages/cli,tests,image,observability}/**/*.ts'], []),
  ...['subgraphs/*/src/domain/**/*.ts', 'packages/saga-engine/src/core/**/*.ts'].map((files) =>
    room([files], [noneOf(everything), outside, impure, values]),
  ),
  room(
    ['packages/step-barrier/src/rules.ts'],
    [{ regex: '.', allowTypeImports: true, message: 'The rules of the barrier import types only.' }],
  ),
  room(
    ['gateway/src/**/*.ts'],
    [
      noneOf([...subgraphs, 'coordinator', ...tools, 'schema']),
      { regex: '^@apollo/server(/|$)', message: 'Apollo Server is for gateway/src/http only (docs/adr).' },
    ],
    ['gateway/src/http/**'],
  ),
  {
    files: ['**/domain/**/*.ts', 'packages/saga-engine/src/core/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', 'process', 'setTimeout', 'setInterval', 'fetch', 'performance'],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Pure rooms have no clock.' },
        { object: 'Math', property: 'random', message: 'Pure rooms have no randomness.' },
      ],
    },
  },
);
