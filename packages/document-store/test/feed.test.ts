import { describe, expect, it } from '@jest/globals';
import { FeedHub } from '../src/feed.ts';

const put = (id: string) => () => ({ kind: 'put' as const, document: { id, version: 1 } });

describe('a changefeed', () => {
  it('tells a consumer that never reads that it misses changes, and spares the others', async () => {
    const hub = new FeedHub();
    const [idle, busy] = [hub.open(), hub.open()];
    for (let index = 0; index <= 20_000; index += 1) {
      hub.publish(put(`d${index}`));
      await busy.next();
    }
    expect(hub.size).toBe(1);
    await expect(idle.next()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await expect(idle.next()).resolves.toEqual({ done: true, value: undefined });
  });

  it('hands over what was seen before a failure, then fails once', async () => {
    const hub = new FeedHub();
    const feed = hub.open();
    hub.publish(put('a'));
    hub.end(new Error('lost'));
    await expect(feed.next()).resolves.toMatchObject({ value: { document: { id: 'a' } } });
    await expect(feed.next()).rejects.toThrow('lost');
    await expect(feed.next()).resolves.toEqual({ done: true, value: undefined });
  });

  it('says when its last consumer has left', async () => {
    let idle = 0;
    const hub = new FeedHub(() => (idle += 1));
    const [one, other] = [hub.open(), hub.open()];
    await one.return?.();
    expect(idle).toBe(0);
    await other.return?.();
    await other.return?.();
    expect(idle).toBe(1);
  });

  it('answers several waiting readers in their order', async () => {
    const hub = new FeedHub();
    const feed = hub.open();
    const waiting = [feed.next(), feed.next()];
    hub.publish(put('a'));
    hub.publish(put('b'));
    await expect(Promise.all(waiting)).resolves.toMatchObject([
      { value: { document: { id: 'a' } } },
      { value: { document: { id: 'b' } } },
    ]);
  });
});
