import type { Collection, Document, DocumentStore, StorageConfig } from '../index.ts';

/** A document of the contract's tests. */
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

/** The environment of a test of the contract. */
export interface Bench {
  /** The configuration of `store()`; other stores opened with it see the same documents. */
  readonly config: StorageConfig;
  open(config: StorageConfig): Promise<DocumentStore>;
  store(): DocumentStore;
  /** Declares a new, empty collection. */
  things(): Collection<Thing>;
}

let made = 0;

/** Makes the specification of a collection that no other test uses. */
export const thingSpec = () =>
  ({
    name: `things_${(made += 1)}`,
    indexes: [['status', 'amount'], ['place.city']],
    unique: [['email'], ['owner', 'title']],
    text: ['title', 'notes'],
  }) as const;

export const ids = (page: { readonly edges: readonly { readonly node: Document }[] }): string[] =>
  page.edges.map(({ node }) => node.id);
