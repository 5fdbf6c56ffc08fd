/**
 * Makes a fixture of an old store: runs an earlier commit on an embedded store, places orders, and packs the files that
 * it leaves.
 *
 *   git worktree add ../old COMMIT && (cd ../old && npm ci)      # builds it too
 *   node scripts/old-store.mjs ../old coordinator/test/stores/COMMIT.json.gz
 *
 * The fixture holds each SQLite file as it is (base64), and its documents as JSON, which a suite inserts into MongoDB.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import Database from 'libsql';

const [program, target] = process.argv.slice(2);
if (program === undefined || target === undefined)
  throw new Error('Give the old worktree and the file to write.');

/** The services whose background jobs read what older versions have written. */
const SERVICES = ['coordinator', 'customers', 'inventory', 'notifications', 'orders', 'payments', 'shipping'];

const LOGIN = 'mutation ($input: LoginInput!) { login(input: $input) { session { accessToken } } }';
const ORDER =
  'mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { order { id } errors { __typename } } }';
const dataDir = await mkdtemp(join(tmpdir(), 'old-store-'));
// Older commits call the program `embedded`.
const programs = ['all-in-one', 'embedded'].map((name) => join(resolve(program), `dist/${name}.js`));
const old = spawn(process.execPath, [programs.find((path) => existsSync(path))], {
  env: { ...process.env, PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'warn' },
  stdio: ['ignore', 'pipe', 'inherit'],
});
let banner = '';
old.stdout.on('data', (chunk) => (banner += String(chunk)));
let url;
for (let tries = 0; url === undefined && tries < 300; tries += 1) {
  url = /GraphQL +(http:\S+)/.exec(banner)?.[1];
  await delay(100);
}

const ask = async (query, variables, token) => {
  const response = await globalThis.fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
};

const logIn = (password) =>
  ask(LOGIN, { input: { email: 'ada@example.com', password } }).then(({ login }) => login.session ?? {});
const { accessToken } = await logIn('correct-horse-battery');
await logIn('a-wrong-password').catch(() => undefined);
for (const token of ['tok_visa', 'tok_declined']) {
  const input = {
    ...{ lines: [{ sku: 'MUG-BLUE', quantity: 2 }], payment: { token } },
    ...{ waitFor: 'FINISHED', idempotencyKey: `old-${token}` },
  };
  console.log(JSON.stringify(await ask(ORDER, { input }, accessToken)));
}
old.kill('SIGTERM');
await new Promise((ended) => old.once('exit', ended));

const stores = {};
const files = (await readdir(dataDir)).filter((file) =>
  SERVICES.some((service) => file === `${service}.sqlite`),
);
for (const file of files) {
  const database = new Database(join(dataDir, file));
  const collections = database.prepare('SELECT "name" FROM "collections"').all([]);
  const documents = {};
  for (const { name } of collections)
    documents[name] = database
      .prepare(`SELECT "id", "doc", "version" FROM "c_${name}"`)
      .all([])
      .map(({ id, doc, version }) => ({ ...JSON.parse(doc), id, version }));
  database.exec('VACUUM');
  database.close();
  stores[file.replace('.sqlite', '')] = {
    sqlite: (await readFile(join(dataDir, file))).toString('base64'),
    documents,
  };
}
await writeFile(target, gzipSync(JSON.stringify(stores), { level: 9 }));
await rm(dataDir, { recursive: true });
