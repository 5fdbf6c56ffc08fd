import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Changefeed, Document, DocumentStore } from '@counterstep/document-store';
import { admin, ada, type As } from '@counterstep/service-kit/testing';
import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { startInventory, units, type InventoryKit } from './inventory-kit.ts';

const SUBSCRIPTION = 'subscription { stockChanged { sku inStock revision } }';
const ADJUST =
  'mutation ($input: AdjustStockInput!) { adjustStock(input: $input) { errors { __typename } } }';

interface Level {
  readonly sku: string;
  readonly inStock: boolean;
  readonly revision: number;
}

/** Counts the open changefeeds of a store, and tells when the last one has ended. */
function watchFeeds() {
  let open = 0;
  let allEnded: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    allEnded = resolve;
  });
  const watched = <T extends Document>(feed: Changefeed<T>): Changefeed<T> => {
    open += 1;
    return {
      next: () => feed.next(),
      return: async () => {
        open -= 1;
        if (open === 0) allEnded();
        return (await feed.return?.()) ?? { done: true, value: undefined };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  };
  const wrap = (store: DocumentStore): DocumentStore => ({
    exclusive: store.exclusive,
    collection: (spec) => store.collection(spec),
    commit: (writes) => store.commit(writes),
    changes: async (collection) => watched(await store.changes(collection)),
    ping: () => store.ping(),
    close: () => store.close(),
  });
  return { wrap, ended, open: () => open };
}

/** What must hold of followers of the stock, on either engine. */
export function followersOfTheStock(engine: string, mongoUri: () => string | undefined): void {
  describe(`stockChanged on ${engine}`, () => {
    let inventory: InventoryKit;
    let feeds: ReturnType<typeof watchFeeds>;
    const clients: Client[] = [];

    const follow = async (as: As = { service: 'coordinator' }) => {
      const client = createClient({
        url: `${inventory.service.url.replace('http', 'ws')}/graphql`,
        webSocketImpl: WebSocket,
        connectionParams: { authorization: await inventory.kit.authorization('inventory', as) },
        retryAttempts: 0,
      });
      clients.push(client);
      return client.iterate<{ stockChanged: Level }>({ query: SUBSCRIPTION });
    };
    const take = async (
      events: Awaited<ReturnType<typeof follow>>,
      count: number,
    ): Promise<readonly Level[]> => {
      const levels: Level[] = [];
      while (levels.length < count) {
        const { value } = (await events.next()) as { value?: { data?: { stockChanged: Level } | null } };
        levels.push(value!.data!.stockChanged);
      }
      return levels;
    };
    const adjust = (sku: string, delta: number) =>
      inventory.ask(
        ADJUST,
        { input: { sku, warehouse: 'EAST', delta, reason: 'Count.' } },
        { viewer: admin },
      );

    beforeEach(async () => {
      feeds = watchFeeds();
      inventory = await startInventory(
        [units('MUG', 'EAST', 1), units('MUG', 'WEST', 1), units('POSTER', 'EAST', 0)],
        { ...feeds, mongoUri: mongoUri() },
      );
    });
    afterEach(async () => {
      for (const client of clients.splice(0)) await client.dispose();
      await inventory.end();
    });

    it('tells every product’s level first, then each change of one', async () => {
      const events = await follow();
      const first = await take(events, 2);
      expect(first).toMatchObject([
        { sku: 'MUG', inStock: true },
        { sku: 'POSTER', inStock: false },
      ]);
      await inventory.reserve('order-1', [['MUG', 1]]);
      await inventory.reserve('order-2', [['MUG', 1]]);
      await inventory.release('order-1');
      const later = await take(events, 2);
      expect(later).toMatchObject([
        { sku: 'MUG', inStock: false },
        { sku: 'MUG', inStock: true },
      ]);
      const revisions = [first[0]!, ...later].map(({ revision }) => revision);
      expect(revisions).toEqual([...new Set(revisions)].sort((a, b) => a - b));
    });

    it('tells a later follower the level of now, at the revision of now', async () => {
      const before = await take(await follow(), 2);
      await inventory.reserve('order-1', [['MUG', 2]]);
      const [mug] = await take(await follow(), 2);
      expect(mug).toMatchObject({ sku: 'MUG', inStock: false });
      expect(mug!.revision).toBeGreaterThan(before[0]!.revision);
    });

    it('tells in the end the level that holds, however quickly it changed', async () => {
      const events = await follow();
      const told = [...(await take(events, 2))];
      const orders = Array.from({ length: 40 }, (_, index) => `order-${index}`);
      await Promise.all(
        orders.map(async (order, index) => {
          await inventory.reserve(order, [['MUG', 1 + (index % 2)]]);
          if (index % 4 > 0) await inventory.release(order);
        }),
      );
      await adjust('POSTER', 1);
      while (!told.some(({ sku, inStock }) => sku === 'POSTER' && inStock))
        told.push(...(await take(events, 1)));
      const [now] = await inventory.stockOf(['MUG']);
      expect(told.findLast(({ sku }) => sku === 'MUG')!.inStock).toBe((now as Level).inStock);
    });

    it('frees everything when its follower leaves while nothing changes', async () => {
      const events = await follow();
      await take(events, 2);
      expect(feeds.open()).toBe(1);
      await events.return?.();
      await feeds.ended;
      expect(feeds.open()).toBe(0);
    });

    it('frees everything when its follower’s connection is lost', async () => {
      const events = await follow();
      await take(events, 2);
      clients.at(-1)!.terminate();
      await feeds.ended;
      expect(feeds.open()).toBe(0);
    });

    it('is for the coordinator only', async () => {
      for (const viewer of [ada, admin]) {
        const events = await follow({ viewer });
        const { value } = (await events.next()) as { value?: { errors?: { extensions: object }[] } };
        expect(value?.errors?.[0]?.extensions).toEqual({ code: 'FORBIDDEN' });
      }
      expect(feeds.open()).toBe(0);
    });
  });
}
