import js from '@eslint/js';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

const subgraphs = ['catalog', 'customers', 'inventory', 'orders', 'payments', 'shipping', 'notifications'];
const services = [...subgraphs, 'coordinator', 'gateway', 'embedded', 'simulation'];
const deep = {
  regex: '^@counterstep/[^/]+/(src|dist|test)/',
  message: 'Import from another workspace through its exports.',
};
const noServices = (names) => ({
  regex: `^@counterstep/(${names.join('|')})(/|$)`,
  message: 'The dependency rules of docs/architecture.md forbid this.',
});
const upward = { regex: '^(\\.\\./)+(src/)?(sagas|generated)/', message: 'The engine knows no saga.' };

const boundary = (files, names, more = []) => ({
  files,
  rules: {
    'no-restricted-imports': [
      'error',
      { patterns: [deep, ...(names.length > 0 ? [noServices(names)] : []), ...more] },
    ],
  },
});

const pure = {
  regex: '^(?!\\.|@counterstep/platform|@counterstep/schema|graphql$|@graphql-typed-document-node/core$)',
  message: 'Pure rooms do no input or output.',
};

export default tseslint.config(
  { ignores: ['**/dist/', '**/generated/', 'node_modules/', 'data/', 'coverage/'] },
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
    files: ['**/test/**/*.ts', 'e2e/**/*.ts'],
    rules: { 'max-lines-per-function': 'off', '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    files: ['**/*.ts'],
    ignores: ['**/config.ts', '**/test/**', 'e2e/**', 'platform/src/testing/**'],
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
  boundary(['platform/**/*.ts'], services),
  boundary(['schema/**/*.ts'], [...services, 'platform']),
  ...subgraphs.map((name) =>
    boundary(
      [`subgraphs/${name}/**/*.ts`],
      services.filter((other) => other !== name),
    ),
  ),
  boundary(['coordinator/**/*.ts'], [...subgraphs, 'gateway', 'embedded', 'simulation']),
  boundary(['coordinator/src/engine/**/*.ts'], [...subgraphs, 'gateway', 'embedded', 'simulation'], [upward]),
  boundary(['gateway/**/*.ts'], [...subgraphs, 'coordinator', 'embedded', 'simulation', 'schema']),
  boundary(['simulation/**/*.ts'], [...subgraphs, 'gateway', 'embedded']),
  ...['subgraphs/*/src/domain/**/*.ts', 'coordinator/src/engine/core/**/*.ts'].map((files) =>
    boundary([files], services, [pure]),
  ),
  {
    files: ['**/domain/**/*.ts', 'coordinator/src/engine/core/**/*.ts'],
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
