import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connect, Follower } from './follower.ts';
import { ask, createLibraryKit, type LibraryKit } from './kit.ts';
import { Gate } from './library.ts';

describe('a stop', () => {
  let kit: LibraryKit;

  beforeEach(async () => {
    kit = await createLibraryKit();
  });
  afterEach(() => kit.end());

  it('lets running requests end, and takes no new ones', async () => {
    const gateway = await kit.gateway();
    const gate = (kit.library.gate = new Gate());
    const request = ask(gateway, '{ book(id: "1") { rating } }');
    await gate.entered;
    const stopped = gateway.stop();
    await expect(fetch(`${gateway.url}/health`)).rejects.toThrow();
    gate.open();
    expect((await request).data).toEqual({ book: { rating: 1 } });
    await stopped;
  });

  it('lets running operations of sockets end', async () => {
    const gateway = await kit.gateway();
    const gate = (kit.library.gate = new Gate());
    const query = new Follower(connect(gateway), '{ book(id: "1") { rating } }');
    await gate.entered;
    const stopped = gateway.stop();
    gate.open();
    expect(await query.ended).toEqual({});
    expect(query.results).toEqual([{ data: { book: { rating: 1 } } }]);
    await stopped;
  });

  it('closes sockets with 1001, so that clients come back, and leaves the subgraphs', async () => {
    const gateway = await kit.gateway();
    const channel = kit.library.channel('1');
    const follower = new Follower(connect(gateway), 'subscription { progress(id: "1") { note } }');
    channel.tell('a');
    await follower.until(1);
    await gateway.stop();
    expect(await follower.ended).toEqual({ closeCode: 1001 });
    expect(follower.results).toHaveLength(1);
    await channel.until(({ following }) => following === 0);
  });
});
