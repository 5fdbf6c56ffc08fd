import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connect, Follower } from './follower.ts';
import { ask, createLibraryKit, recordingLog, type LibraryKit } from './kit.ts';
import { compose, sdl } from './library.ts';

const PROGRESS = 'subscription { progress(id: "1") { note book { rating } } }';

describe('a supergraph file', () => {
  let kit: LibraryKit;
  let folder = '';
  let file = '';

  beforeEach(async () => {
    kit = await createLibraryKit();
    folder = await mkdtemp(join(tmpdir(), 'supergraph-'));
    file = join(folder, 'supergraph.graphql');
    await writeFile(file, compose());
  });
  afterEach(async () => {
    await kit.end();
    await rm(folder, { recursive: true });
  });

  const replace = async (text: string): Promise<void> => {
    await writeFile(`${file}.new`, text);
    await rename(`${file}.new`, file);
  };

  it('is served anew when it changes, while running subscriptions go on', async () => {
    const gateway = await kit.gateway({ supergraph: { file } });
    const channel = kit.library.channel('1');
    const follower = new Follower(connect(gateway), PROGRESS);
    channel.tell('a');
    await follower.until(1);
    expect((await ask(gateway, '{ librarian }')).status).toBe(200);
    expect((await ask(gateway, '{ librarian }')).errors![0]!.message).toMatch(
      /Cannot query field "librarian"/,
    );

    await replace(
      compose({ ...sdl, books: sdl.books.replace('boom: String', 'boom: String librarian: String') }),
    );
    while ((await ask(gateway, '{ __type(name: "Query") { fields { name } } }')).data === undefined);
    let served: unknown[] = [];
    while (!served.includes('librarian')) {
      const { data } = await ask(gateway, '{ __type(name: "Query") { fields { name } } }');
      served = (data!['__type'] as { fields: { name: string }[] }).fields.map(({ name }) => name);
    }

    kit.library.ratings.set('1', 5);
    channel.tell('b');
    await follower.until(2);
    await kit.stop('progress');
    await kit.start('progress');
    channel.tell('c');
    channel.finish();
    expect(await follower.ended).toEqual({});
    expect(follower.values()).toEqual([
      { note: 'a', book: { rating: 1 } },
      { note: 'b', book: { rating: 5 } },
      { note: 'c', book: { rating: 5 } },
    ]);
    const anew = new Follower(connect(gateway), PROGRESS);
    expect(await anew.ended).toEqual({});
    expect(anew.results).toHaveLength(3);
  });

  it('stays as it was when the new one is broken', async () => {
    const { log, entries } = recordingLog();
    const gateway = await kit.gateway({ supergraph: { file } }, { log });
    await replace('type Query { broken');
    while (!entries.some(({ file: named, level }) => named === file && level === 50))
      await ask(gateway, '{ __typename }');
    expect((await ask(gateway, '{ books { rating } }')).errors).toBeUndefined();
  });

  it('is named when it cannot be used at the start', async () => {
    await writeFile(file, 'type Query { a: Int }');
    await expect(kit.gateway({ supergraph: { file } })).rejects.toMatchObject({
      code: 'INVALID_CONFIGURATION',
      message: expect.stringContaining(file),
    });
  });

  it('needs an address for each subgraph, and names the variable', async () => {
    await expect(kit.gateway({ subgraphUrls: {} })).rejects.toThrow('BOOKS_URL must be set');
    const wrong = { ...kit.config.subgraphUrls, books: 'ftp://books' };
    await expect(kit.gateway({ subgraphUrls: wrong })).rejects.toThrow(
      'BOOKS_URL must be an http or https URL.',
    );
  });
});
