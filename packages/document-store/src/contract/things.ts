import type { Collection, Document, DocumentStore, StorageConfig } from '../index.ts';

/** What the contract stores. */
export interface Thing extends Document {
  readonly status?: string;
  readonly amount?: number;
  readonly flag?: boolean;
  readonly email?: string;
  readonly owner?: string;
  readonly place?: { readonly city?: string; readonly floor?: number };
  readonly tags?: readonly string[];
  readonly title?: string;
  readonly notes?: string;
}

/** What a test of the contract is given. */
export interface Bench {
  /** Of the store that `store()` opened; other stores of the same configuration see the same documents. */
  readonly config: StorageConfig;
  open(config: StorageConfig): Promise<DocumentStore>;
  store(): DocumentStore;
  /** An empty collection of its own. */
  things(): Collection<Thing>;
}

let made = 0;

/** The specification of a collection that no other test uses. */
export const thingSpec = () =>
  ({
    name: `things_${(made += 1)}`,
    indexes: [['status', 'amount'], ['place.city']],
    unique: [['email'], ['owner', 'title']],
    text: ['title', 'notes'],
  }) as const;

export const ids = (page: { readonly edges: readonly { readonly node: Document }[] }): string[] =>
  page.edges.map(({ node }) => node.id);
