import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { storeContract } from '../src/contract/contract.ts';
import { openDocumentStore, StoreLocked, StoreUnavailable } from '@counterstep/document-store';

interface Thing {
  readonly id: string;
  readonly version: number;
  readonly colour: string;
  readonly size: { readonly inch: number };
  readonly sold?: boolean;
}

const writer = fileURLToPath(new URL('../dist/contract/writer.js', import.meta.url));
const root = await mkdtemp(join(tmpdir(), 'counterstep-contract-'));
afterAll(() => rm(root, { recursive: true }));

storeContract('SQLite', () => ({ service: 'contract', mongoDb: 'unused', dataDir: root }));

describe('the SQLite store', () => {
  let folder: string;
  const open = (dataDir = folder) => openDocumentStore({ service: 'orders', mongoDb: 'unused', dataDir });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'counterstep-sqlite-'));
  });

  afterAll(() => rm(folder, { recursive: true }));

  it('makes the data folder, and reads after a restart what was committed before', async () => {
    const dataDir = join(folder, 'a', 'b');
    const spec = { name: 'things' };
    const first = await open(dataDir);
    await first.commit([first.collection(spec).insert({ id: '1' })]);
    await first.close();
    const second = await open(dataDir);
    await expect(second.collection(spec).get('1')).resolves.toEqual({ id: '1', version: 1 });
    await second.close();
  });

  it('finds documents by an index that was declared after they were written', async () => {
    const dataDir = join(folder, 'later-index');
    const before = await open(dataDir);
    const things = before.collection<Thing>({ name: 'things', indexes: [['colour']] });
    await before.commit([
      things.insert({ id: '1', colour: 'red', size: { inch: 3 }, sold: true }),
      things.insert({ id: '2', colour: 'red', size: { inch: 1 } }),
    ]);
    await before.close();
    const after = await open(dataDir);
    const indexed = after.collection<Thing>({ name: 'things', indexes: [['size.inch']], unique: [['sold']] });
    const { edges } = await indexed.find({
      where: { colour: 'red', 'size.inch': { $gte: 1 } },
      orderBy: [['size.inch', 'ascending']],
      limit: 5,
    });
    expect(edges.map(({ node }) => node.id)).toEqual(['2', '1']);
    const second = indexed.insert({ id: '3', colour: 'blue', size: { inch: 2 }, sold: true });
    await expect(after.commit([second])).rejects.toMatchObject({ reason: 'duplicate' });
    await after.close();
  });

  it('refuses a file that is open already', async () => {
    const store = await open();
    await expect(open()).rejects.toThrow(StoreLocked);
    await store.close();
    await (await open()).close();
  });

  it('refuses a file that another process has open, until that process ends, even by SIGKILL', async () => {
    const dataDir = join(folder, 'shared');
    const store = await open(dataDir);
    await store.commit([store.collection({ name: 'counters' }).insert({ id: 'total' })]);
    await store.close();
    const config = { service: 'orders', mongoDb: 'unused', dataDir };
    const other = spawn(process.execPath, [writer, JSON.stringify(config), 'other'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(other, 'exit');
    await once(other.stdout, 'data');
    await expect(open(dataDir)).rejects.toThrow(
      `Another process uses ${join(dataDir, 'orders.sqlite')}. End it first, or choose another DATA_DIR.`,
    );
    other.kill('SIGKILL');
    await ended;
    await (await open(dataDir)).close();
  });

  it('refuses a file that is no database, naming it', async () => {
    const dataDir = join(folder, 'no-database');
    await (await open(dataDir)).close();
    const file = join(dataDir, 'orders.sqlite');
    await writeFile(file, 'This is a text of more than a hundred bytes, which is no database. '.repeat(20));
    await expect(open(dataDir)).rejects.toThrow(
      `Cannot open the database file ${file}: it is not a database.`,
    );
  });

  it('keeps its files and a folder that it makes from everybody else', async () => {
    const dataDir = join(folder, 'private', 'below');
    const modes = async () => {
      const files = (await readdir(dataDir)).map((name) => join(dataDir, name));
      const found = await Promise.all([dataDir, join(folder, 'private'), ...files].map((path) => stat(path)));
      return found.map(({ mode }) => (mode & 0o777).toString(8));
    };
    const things = { name: 'things' };
    const first = await open(dataDir);
    await first.commit([first.collection(things).insert({ id: '1' })]);
    expect(await modes()).toEqual(['700', '700', '600', '600']);
    await first.close();
    await chmod(join(dataDir, 'orders.sqlite'), 0o644);
    const second = await open(dataDir);
    await second.commit([second.collection(things).insert({ id: '2' })]);
    expect(new Set(await modes())).toEqual(new Set(['700', '600']));
    await second.close();
  });

  it('refuses a folder in place of the file, naming it', async () => {
    const dataDir = join(folder, 'folders');
    const file = join(dataDir, 'orders.sqlite');
    await mkdir(file, { recursive: true });
    await expect(open(dataDir)).rejects.toThrow(`Cannot open the database file ${file}: it is a folder.`);
  });

  it('refuses a data folder that cannot be made, naming it', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    await expect(open(join(file, 'below'))).rejects.toThrow(StoreUnavailable);
    await expect(open(join(file, 'below'))).rejects.toThrow(join(file, 'below'));
  });
});
