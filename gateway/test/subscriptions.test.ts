import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ada, grace } from '@counterstep/service-kit/testing';
import type { Service } from '@counterstep/service-kit/server';
import { connect, Follower } from './follower.ts';
import { createLibraryKit, type LibraryKit } from './kit.ts';

const PROGRESS = `subscription ($id: ID!, $after: Int) {
  progress(id: $id, afterSequence: $after) { sequence note book { title rating } } }`;
const NOTES = 'subscription ($id: ID!) { progress(id: $id) { note } }';

describe('subscriptions', () => {
  let kit: LibraryKit;
  let gateway: Service;

  beforeEach(async () => {
    kit = await createLibraryKit();
    gateway = await kit.gateway();
  });
  afterEach(() => kit.end());

  const follow = (query = PROGRESS, variables: Record<string, unknown> = { id: '1' }) =>
    new Follower(connect(gateway), query, variables);
  const notes = (follower: Follower) => follower.values().map(({ note }) => note);

  it('resolves fields of other subgraphs anew on every event', async () => {
    const channel = kit.library.channel('1');
    const follower = follow();
    channel.tell('lent');
    await follower.until(1);
    kit.library.ratings.set('1', 5);
    channel.tell('returned');
    await follower.until(2);
    expect(follower.results).toEqual([
      { data: { progress: { sequence: 1, note: 'lent', book: { title: 'One', rating: 1 } } } },
      { data: { progress: { sequence: 2, note: 'returned', book: { title: 'One', rating: 5 } } } },
    ]);
  });

  it('replays from the position that the client names, and completes with the subgraph', async () => {
    const channel = kit.library.channel('1');
    channel.tell('a', 'b', 'c');
    const follower = follow(PROGRESS, { id: '1', after: 1 });
    await follower.until(2);
    channel.tell('d');
    channel.finish();
    expect(await follower.ended).toEqual({});
    expect(follower.values().map(({ sequence }) => sequence)).toEqual([2, 3, 4]);
  });

  it('gives clients exactly the fields that they ask for', async () => {
    kit.library.channel('1').tell('a');
    const aliased = `subscription S($id: ID!) { p: progress(id: $id) { ...P } } fragment P on Progress { text: note }`;
    const follower = follow(aliased);
    expect(await follower.until(1)).toEqual([{ data: { p: { text: 'a' } } }]);
  });

  it('costs an event only the fields of a subgraph that is down', async () => {
    await kit.stop('reviews');
    kit.library.channel('1').tell('a');
    const [result] = await follow().until(1);
    expect(result!.data).toEqual({
      progress: { sequence: 1, note: 'a', book: { title: 'One', rating: null } },
    });
    expect(result!.errors).toEqual([
      {
        message: 'A service cannot be reached; the fields it owns are null.',
        path: ['progress', 'book', 'rating'],
        extensions: { code: 'SERVICE_UNAVAILABLE', correlationId: expect.any(String) },
      },
    ]);
  });

  it('tells of an event that is too large instead of sending it, and goes on', async () => {
    const limits = { ...kit.config.limits, answerBytes: 1_000 };
    const small = await kit.gateway({ limits });
    const channel = kit.library.channel('1');
    const follower = new Follower(connect(small), NOTES, { id: '1' });
    channel.tell('x'.repeat(10_000), 'x'.repeat(900));
    const [large, next] = await follower.until(2);
    expect(large).toMatchObject({ data: null, errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
    expect(next).toEqual({ data: { progress: { note: 'x'.repeat(900) } } });
  });

  it('executes queries and mutations over the socket', async () => {
    const client = connect(gateway, await kit.session(ada));
    const query = new Follower(client, '{ whoami { viewer } books { rating } }');
    expect(await query.ended).toEqual({});
    expect(query.results).toEqual([
      { data: { whoami: { viewer: ada.id }, books: [{ rating: 1 }, { rating: 2 }] } },
    ]);
    const mutation = new Follower(client, 'mutation { rename(id: "1", title: "Uno") { title } }');
    await mutation.ended;
    expect(mutation.results).toEqual([{ data: { rename: { title: 'Uno' } } }]);
  });

  it('masks unexpected errors over the socket too', async () => {
    const follower = follow('{ boom }', {});
    await follower.ended;
    expect(follower.results).toEqual([
      {
        data: { boom: null },
        errors: [
          {
            message: 'Something unexpected happened.',
            path: ['boom'],
            extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId: expect.any(String) },
          },
        ],
      },
    ]);
  });

  it.each([
    ['{', 'GRAPHQL_PARSE_FAILED'],
    ['subscription { nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['subscription ($id: ID!) { progress(id: $id) { note } }', 'BAD_USER_INPUT'],
  ])('answers %s with an error of code %s', async (query, code) => {
    const { errors } = await follow(query, {}).ended;
    expect(errors).toMatchObject([{ extensions: { code, correlationId: expect.any(String) } }]);
  });

  it.each([
    ['subscription { __typename }'],
    ['subscription { progress(id: "1") @include(if: false) { note } }'],
    ['subscription { ... on Subscription @skip(if: true) { progress(id: "1") { note } } }'],
    ['subscription { progress(id: "1") { note } ticks { note } }'],
    ['subscription { progress(id: "1") { note } ...F } fragment F on Subscription { __typename }'],
    ['subscription @include(if: true) { ticks { note } }'],
    ['subscription ($yes: Boolean! = true) { ticks @include(if: $yes) { note } }'],
  ])('answers %s, which selects no one event for sure, with GRAPHQL_VALIDATION_FAILED', async (query) => {
    const { errors } = await follow(query, {}).ended;
    for (const { extensions } of errors!)
      expect(extensions).toMatchObject({ code: 'GRAPHQL_VALIDATION_FAILED' });
  });

  it.each([
    ['subscription { progress(id: "1") @include(if: true) { note } }'],
    ['subscription { progress(id: "1") @skip(if: false) { note @include(if: true) } }'],
    ['subscription { ... @include(if: true) { progress(id: "1") { note } } }'],
    ['subscription { ...F @skip(if: false) } fragment F on Subscription { progress(id: "1") { note } }'],
    ['subscription { progress(id: "1") { note } progress(id: "1") { note } }'],
  ])('executes %s', async (query) => {
    kit.library.channel('1').tell('a');
    expect(await follow(query, {}).until(1)).toEqual([{ data: { progress: { note: 'a' } } }]);
  });

  it('passes on the refusal of the subgraph', async () => {
    const follower = follow('subscription { forbidden { note } }', {});
    expect(await follower.ended).toEqual({});
    expect(follower.results).toMatchObject([{ data: null, errors: [{ extensions: { code: 'FORBIDDEN' } }] }]);
  });

  it('tells the subgraph at once when the client leaves', async () => {
    const channel = kit.library.channel('1');
    const follower = follow();
    await channel.until(({ following }) => following === 1);
    follower.leave();
    await channel.until(({ following }) => following === 0);
  });

  it('tells the subgraph at once when the client’s socket is gone', async () => {
    const channel = kit.library.channel('1');
    const client = connect(gateway);
    const follower = new Follower(client, PROGRESS, { id: '1' });
    await channel.until(({ following }) => following === 1);
    client.terminate();
    await channel.until(({ following }) => following === 0);
    await follower.ended;
  });

  it('subscribes on behalf of the client', async () => {
    kit.library.channel('ticks').tell('tick');
    const follower = new Follower(
      connect(gateway, await kit.session(ada)),
      'subscription { ticks { viewer } }',
    );
    expect(await follower.until(1)).toEqual([{ data: { ticks: { viewer: ada.id } } }]);
  });

  it.each([
    ['malformed', () => 'Bearer nonsense'],
    ['expired', () => kit.session(ada, -10)],
  ])('closes a socket whose token is %s', async (_kind, token) => {
    const follower = new Follower(connect(gateway, await token()), '{ __typename }');
    expect(await follower.ended).toEqual({ closeCode: 4403 });
  });

  it('ends a subscription when the session expires', async () => {
    const expiresAt = (Math.floor(Date.now() / 1000) + 600) * 1000;
    const clock = { now: () => expiresAt - 50 };
    const late = await kit.gateway({}, { clock });
    const lifetimeSeconds = expiresAt / 1000 - Math.floor(Date.now() / 1000);
    const channel = kit.library.channel('1');
    const client = connect(late, await kit.session(ada, lifetimeSeconds));
    const { errors } = await new Follower(client, NOTES, { id: '1' }).ended;
    expect(errors).toMatchObject([
      { message: 'The session has expired.', extensions: { code: 'UNAUTHENTICATED' } },
    ]);
    await channel.until(({ following }) => following === 0);
  });

  it('refuses operations on a socket whose session has expired', async () => {
    let now = Date.now();
    const late = await kit.gateway({}, { clock: { now: () => now } });
    const client = connect(late, await kit.session(ada, 600));
    const first = new Follower(client, NOTES, { id: '1' });
    await kit.library.channel('1').until(({ following }) => following === 1);
    now += 601_000;
    const { errors } = await new Follower(client, '{ whoami { viewer } }').ended;
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    first.leave();
  });

  describe('sharing', () => {
    it('asks the subgraph once for identical subscriptions of one identity', async () => {
      const channel = kit.library.channel('1');
      const token = await kit.session(ada);
      const followers = Array.from(
        { length: 5 },
        () => new Follower(connect(gateway, token), PROGRESS, { id: '1' }),
      );
      await channel.until(({ following }) => following > 0);
      channel.tell('a', 'b');
      await Promise.all(followers.map((follower) => follower.until(2)));
      for (const follower of followers) expect(notes(follower)).toEqual(['a', 'b']);
      expect(channel.starts).toHaveLength(1);
      expect(kit.library.ratingsAsked).toBe(2);
    });

    it('gives a late client everything from the beginning, over the same upstream', async () => {
      const channel = kit.library.channel('1');
      channel.tell('a', 'b');
      const first = follow();
      await first.until(2);
      const second = follow();
      await second.until(2);
      channel.tell('c');
      await Promise.all([first.until(3), second.until(3)]);
      expect(notes(second)).toEqual(['a', 'b', 'c']);
      expect(channel.starts).toHaveLength(1);
    });

    it('does not share between identities or positions', async () => {
      const followers: Follower[] = [];
      const channel = kit.library.channel('1');
      const [adas, graces] = [
        connect(gateway, await kit.session(ada)),
        connect(gateway, await kit.session(grace)),
      ];
      for (const [client, after] of [
        [adas, 0],
        [adas, 1],
        [graces, 0],
      ] as const)
        followers.push(new Follower(client, PROGRESS, { id: '1', after }));
      await channel.until(({ following }) => following === followers.length);
      expect(channel.starts.sort()).toEqual([0, 0, 1]);
    });

    it('gives a late client an upstream of its own when the beginning is not kept', async () => {
      gateway = await kit.gateway({ limits: { ...kit.config.limits, keptEvents: 2 } });
      const channel = kit.library.channel('1');
      const first = follow(NOTES);
      for (const [index, note] of ['a', 'b', 'c'].entries()) {
        channel.tell(note);
        await first.until(index + 1);
      }
      const second = follow(NOTES);
      await channel.until(({ starts }) => starts.length === 2);
      second.leave();
      channel.tell('d');
      await first.until(4);
      expect(notes(first)).toEqual(['a', 'b', 'c', 'd']);
    });

    it('keeps no event that every reader has passed where nobody can join', async () => {
      gateway = await kit.gateway({ limits: { ...kit.config.limits, keptEvents: 1_000_000 } });
      const channel = kit.library.channel('ticks');
      const follower = follow('subscription { ticks(big: true) { note } }', {});
      await channel.until(({ following }) => following === 1);
      const event = '0123456789';
      let seen = 0;
      for (let count = 1; count <= 60; count += 1) {
        channel.tell(event);
        await follower.until(count - seen);
        seen += follower.results.splice(0).length;
      }
      // 60 MB of text have come; what is left is far less.
      setFlagsFromString('--expose-gc');
      const collect = runInNewContext('gc') as () => void;
      collect();
      const before = process.memoryUsage().heapUsed;
      follower.leave();
      await channel.until(({ following }) => following === 0);
      collect();
      expect(before - process.memoryUsage().heapUsed).toBeLessThan(20_000_000);
    });

    it('keeps the upstream until the last client has left', async () => {
      const channel = kit.library.channel('1');
      const [first, second] = [follow(), follow()];
      channel.tell('a');
      await Promise.all([first.until(1), second.until(1)]);
      first.leave();
      channel.tell('b');
      await second.until(2);
      expect(channel.following).toBe(1);
      second.leave();
      await channel.until(({ following }) => following === 0);
      expect(channel.starts).toHaveLength(1);
    });
  });
});
