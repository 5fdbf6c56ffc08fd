import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openDocumentStore } from '@counterstep/document-store';
import { createServiceKit, type ServiceKit } from '@counterstep/service-kit/testing';
import { demoProducts } from '../src/demo-data.ts';
import { createProductStore } from '../src/product-store.ts';
import { createCatalogService } from '../src/service.ts';

const PRODUCTS = `{ products(first: 100) { nodes { id sku category price { amount currency } } totalCount } }`;

interface Node {
  readonly sku: string;
  readonly price: { readonly amount: number; readonly currency: string };
}

describe('demo data of the catalog', () => {
  let kit: ServiceKit;
  const listed = async (demoData: boolean): Promise<{ nodes: readonly Node[]; totalCount: number }> => {
    const service = await createCatalogService({ ...kit.config, demoData });
    try {
      return (await kit.ask(service, PRODUCTS)).data!['products'] as { nodes: Node[]; totalCount: number };
    } finally {
      await service.stop();
    }
  };

  beforeEach(async () => {
    kit = await createServiceKit();
  });
  afterEach(() => kit.remove());

  it('is there after the first start, and once only after the second', async () => {
    const first = await listed(true);
    expect(first.totalCount).toBeGreaterThanOrEqual(20);
    expect(Object.fromEntries(first.nodes.map(({ sku, price }) => [sku, price.amount]))).toMatchObject({
      'MUG-BLUE': 1400,
      'DESK-LAMP': 4950,
      'KEYBOARD-87': 12_900,
      'VASE-RARE': 24_000,
      'POSTER-SOLD-OUT': 1900,
    });
    expect(new Set(first.nodes.map(({ price }) => price.currency))).toEqual(new Set(['USD']));
    expect(await listed(true)).toEqual(first);
  });

  it('is made once by processes that start at the same time', async () => {
    const store = await openDocumentStore({ service: 'catalog', ...kit.config });
    const products = createProductStore(store);
    await Promise.all([products.fillIfEmpty(demoProducts), products.fillIfEmpty(demoProducts)]);
    await store.close();
    expect((await listed(false)).totalCount).toBe(demoProducts.length);
  });

  it('is not made where the configuration does not ask for it, nor beside other products', async () => {
    expect((await listed(false)).totalCount).toBe(0);
    const store = await openDocumentStore({ service: 'catalog', ...kit.config });
    await createProductStore(store).fillIfEmpty(demoProducts.slice(0, 1));
    await store.close();
    expect((await listed(true)).totalCount).toBe(1);
  });
});
