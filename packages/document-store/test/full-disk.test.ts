import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { Disk } from '@counterstep/primitives/testing';
import { openDocumentStore, StoreFull } from '@counterstep/document-store';

interface Thing {
  readonly id: string;
  readonly version: number;
  readonly text: string;
}

const folder = await mkdtemp(join(tmpdir(), 'counterstep-full-'));
const disk = Disk.mount(folder, 4_194_304);

afterAll(async () => {
  disk?.unmount();
  await rm(folder, { recursive: true });
});

const open = (name: string) =>
  openDocumentStore({ service: 'things', mongoDb: 'unused', dataDir: join(folder, name) });
const text = 'x'.repeat(100_000);

const what = 'The SQLite store on a full disk';
if (disk === undefined)
  describe.skip(`${what} (needs root and mount)`, () => {
    it.todo('is tried');
  });
else
  describe(what, () => {
    it('refuses commits by name, reads, is not ready, and goes on when there is space', async () => {
      const store = await open('filled');
      const things = store.collection<Thing>({ name: 'things' });
      await store.commit([things.insert({ id: '1', text: 'short' })]);
      await store.ping();
      disk.fill();
      await expect(store.ping()).rejects.toMatchObject({ code: 'STORE_FULL' });
      const commits = ['2', '3'].map((id) => store.commit([things.insert({ id, text })]));
      for (const outcome of await Promise.allSettled(commits))
        expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'STORE_FULL', retry: 'safe' } });
      await expect(things.get('1')).resolves.toMatchObject({ text: 'short' });
      await expect(store.ping()).rejects.toBeInstanceOf(StoreFull);
      disk.free();
      await store.commit([things.insert({ id: '2', text })]);
      await store.ping();
      await expect(things.get('3')).resolves.toBeUndefined();
      await store.close();
    });

    it('writes nothing for its readiness while there is space', async () => {
      const store = await open('idle');
      const things = store.collection<Thing>({ name: 'things' });
      await store.commit([things.insert({ id: '1', text })]);
      const log = join(folder, 'idle', 'things.sqlite-wal');
      const before = await stat(log);
      for (let asked = 0; asked < 100; asked += 1) await store.ping();
      expect(await stat(log)).toMatchObject({ size: before.size, mtimeMs: before.mtimeMs });
      await store.close();
    });

    it('closes', async () => {
      const store = await open('closed');
      await store.commit([store.collection<Thing>({ name: 'things' }).insert({ id: '1', text })]);
      disk.fill();
      await expect(store.close()).resolves.toBeUndefined();
      disk.free();
    });

    it('says so where a new file cannot be made', async () => {
      disk.fill();
      const opened = open('first').then((store) => store.collection({ name: 'things' }));
      await expect(opened).rejects.toMatchObject({
        code: 'STORE_FULL',
        message: expect.stringMatching(/things\.sqlite.* disk is full/),
      });
      disk.free();
    });
  });
