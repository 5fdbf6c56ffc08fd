import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openDocumentStore, type Collection, type DocumentStore } from '@counterstep/document-store';
import { createServiceKit, type ServiceKit } from '@counterstep/service-kit/testing';
import type { Expiring } from '../src/domain/expiring.ts';
import { removeExpired } from '../src/expiry.ts';

const NOW = '2026-03-01T09:00:00.000Z';
const LATER = '2026-03-01T09:00:00.001Z';
const NEXT_DAY = '2026-03-02T09:00:00.000Z';
const FAR = '2026-06-09T09:00:00.000Z';

describe('removal of what has expired', () => {
  let kit: ServiceKit;
  let store: DocumentStore;
  let things: Collection<Expiring>;
  const add = (prefix: string, count: number, expiresAt: string) =>
    store.commit(Array.from(Array(count).keys(), (n) => things.insert({ id: `${prefix}-${n}`, expiresAt })));

  beforeEach(async () => {
    kit = await createServiceKit();
    store = await openDocumentStore({ service: 'things', ...kit.config });
    things = store.collection<Expiring>({ name: 'things', indexes: [['expiresAt']] });
  });
  afterEach(async () => {
    await store.close();
    await kit.remove();
  });

  it('keeps what has not expired', async () => {
    await add('old', 3, NOW);
    await add('new', 3, FAR);
    await removeExpired(store, things, NOW);
    await removeExpired(store, things, NEXT_DAY);
    const { edges } = await things.find({ limit: 10 });
    expect(edges.map(({ node }) => node.id)).toEqual(['new-0', 'new-1', 'new-2']);
    await removeExpired(store, things, NEXT_DAY);
    await expect(things.count()).resolves.toBe(3);
  });

  it('removes more at each call than a call adds, and not all at once', async () => {
    await add('old', 25, NOW);
    await removeExpired(store, things, NOW);
    await removeExpired(store, things, NEXT_DAY);
    await expect(things.count()).resolves.toBe(15);
  });

  it('removes nothing by one reading of a clock, nor by the marks of one that was ahead', async () => {
    await add('old', 3, NOW);
    await add('new', 3, LATER);
    await removeExpired(store, things, FAR);
    await expect(things.count()).resolves.toBe(6);
    await removeExpired(store, things, NOW);
    await removeExpired(store, things, NEXT_DAY);
    const { edges } = await things.find({ limit: 10 });
    expect(edges.map(({ node }) => node.id)).toEqual(['new-0', 'new-1', 'new-2']);
  });

  it('goes on when another instance removes the same at the same time', async () => {
    await add('old', 5, NOW);
    await removeExpired(store, things, NOW);
    await Promise.all([removeExpired(store, things, NEXT_DAY), removeExpired(store, things, NEXT_DAY)]);
    await expect(things.count()).resolves.toBe(0);
  });
});
