// Tests run on the TypeScript sources: the `source` condition of every workspace's `exports` points there.
const swc = {
  jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
  module: { type: 'es6' },
  sourceMaps: 'inline',
};

const project = (displayName, testMatch) => ({
  displayName,
  testMatch,
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': ['@swc/jest', swc] },
  modulePathIgnorePatterns: [
    '<rootDir>/[^/]+/dist/',
    '<rootDir>/(examples|packages|subgraphs|tests)/[^/]+/dist/',
  ],
});

const mongo = ['<rootDir>/**/*.mongo.test.ts'];
const withMongo = {
  globalSetup: '<rootDir>/scripts/jest/start-mongodb.mjs',
  globalTeardown: '<rootDir>/scripts/jest/stop-mongodb.mjs',
};

// What takes long because many processes start and die, or thousands of schedules run: `npm run test:long`.
const long = [
  '/cli/test/conform/rules',
  '/customers/test/attempts',
  '/document-store/test/failover\\.mongo',
  '/e2e/cancel-order/cancel-order\\.test',
  '/e2e/conform/',
  '/e2e/crash/',
  '/e2e/separate-services/',
  '/e2e/simulation/mutations',
  '/e2e/trip/trip\\.test',
  '/e2e/startup/(alone|full-disk|metrics-port|refusals|smoke|unread-log)',
  '/e2e/mongo/(old-stores|orders|role|two-coordinators)',
  '/gateway/test/(cancellation|streams)',
  '/inventory/test/inventory\\.mongo',
  '/simulation/test/(determinism|shrink)',
].join('|');
// What needs the whole machine, because steps that get no processor time in 30 s are given up: `npm run test:crowd`.
const crowd = '/e2e/mongo/bad-day';
const allBut = (wanted) => `^(?!.*(${wanted}))`;
const others = { true: allBut(long), crowd: allBut(crowd) }[process.env.LONG_TESTS] ?? `${long}|${crowd}`;

export default {
  projects: [
    {
      ...project('unit', ['<rootDir>/**/test/**/*.test.ts']),
      testPathIgnorePatterns: ['/node_modules/', '/e2e/', others, '\\.mongo\\.test\\.ts$'],
    },
    {
      ...project('e2e', ['<rootDir>/tests/e2e/**/*.test.ts']),
      testPathIgnorePatterns: ['/node_modules/', others, '\\.mongo\\.test\\.ts$'],
    },
    { ...project('mongo', mongo), ...withMongo, testPathIgnorePatterns: ['/node_modules/', others] },
  ],
  testTimeout: 30_000,
  maxWorkers: 2,
  // Modules stay in a worker's memory after their tests; a worker that is full of them spends its time collecting garbage.
  workerIdleMemoryLimit: '1GB',
};
