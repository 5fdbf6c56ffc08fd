import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { serveCanned, startCanned, things, twoThings } from './canned.ts';
import { connect, Follower } from './follower.ts';
import { ask, createLibraryKit, type LibraryKit } from './kit.ts';

const incomplete = {
  message: 'Cannot return null for non-nullable field Thing.name.',
  path: ['things', 0, 'name'],
  extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId: expect.any(String) as unknown },
};

describe('values that are missing though the schema promises them', () => {
  let kit: LibraryKit;
  let end: () => Promise<void>;

  beforeAll(async () => {
    kit = await createLibraryKit();
  });
  afterEach(() => end());
  afterAll(() => kit.end());

  const serve = async (first: object, second: object) => {
    const served = await serveCanned(kit, things, {
      first: await startCanned(first),
      second: await startCanned(second),
    });
    end = served.end;
    return served;
  };
  const named = { data: { _entities: [null, { name: 'Two' }] } };

  it('are errors beside the list that they erase, over HTTP and over a socket', async () => {
    const gateway = await serve(twoThings, named);
    const query = '{ things { name } }';
    const { data, errors } = await ask(gateway, query);
    expect([data, errors]).toEqual([{ things: null }, [incomplete]]);
    const follower = new Follower(connect(gateway), query);
    await follower.ended;
    expect(follower.results).toEqual([{ data: { things: null }, errors: [incomplete] }]);
  });

  it('are errors beside errors of subgraphs', async () => {
    const failed = { message: 'No.', path: ['other'], extensions: { code: 'FORBIDDEN' } };
    const gateway = await serve({ data: { ...twoThings.data, other: null }, errors: [failed] }, named);
    const { errors } = await ask(gateway, '{ other things { name } }');
    expect(errors).toEqual([
      {
        message: 'No.',
        path: ['other'],
        extensions: { code: 'FORBIDDEN', correlationId: expect.any(String) },
      },
      incomplete,
    ]);
  });

  it('are told once where the subgraph has told them', async () => {
    const told = { message: 'No name.', path: ['_entities', 0, 'name'], extensions: { code: 'FORBIDDEN' } };
    const gateway = await serve(twoThings, { ...named, errors: [told] });
    const { errors } = await ask(gateway, '{ things { name } }');
    expect(errors).toMatchObject([{ message: 'No name.', path: ['things', 0, 'name'] }]);
    expect(errors).toHaveLength(1);
  });

  it('are no error where only the reference to what does not exist becomes null', async () => {
    const gateway = await serve(
      { data: { one: { __typename: 'Thing', id: '1' } } },
      { data: { _entities: [null] } },
    );
    const { data, errors } = await ask(gateway, '{ one { name } }');
    expect([data, errors]).toEqual([{ one: null }, undefined]);
  });

  it('are errors where the subgraph knows the entity, and not the value', async () => {
    const gateway = await serve(
      { data: { one: { __typename: 'Thing', id: '1' } } },
      { data: { _entities: [{ name: null }] } },
    );
    const { data, errors } = await ask(gateway, '{ one { name } }');
    expect([data, errors]).toEqual([{ one: null }, [{ ...incomplete, path: ['one', 'name'] }]]);
  });

  it('are told by the error that refuses their request as a whole', async () => {
    const refused = { message: 'Not so.', extensions: { code: 'BAD_USER_INPUT' } };
    const gateway = await serve(twoThings, { errors: [refused] });
    const { data, errors } = await ask(gateway, '{ things { name } }');
    expect(data).toEqual({ things: null });
    expect(errors).toHaveLength(1);
    expect(errors).toMatchObject([refused]);
  });

  it('are no error where the schema promises nothing', async () => {
    const gateway = await serve(twoThings, { data: { _entities: [null, { note: 'x' }] } });
    const { data, errors } = await ask(gateway, '{ things { id note } }');
    expect([data!['things'], errors]).toEqual([
      [
        { id: '1', note: null },
        { id: '2', note: 'x' },
      ],
      undefined,
    ]);
  });
});
