/**
 * The document store port: what every service knows of its database.
 *
 * Documents are plain JSON objects. `undefined` properties are not stored and `null` is not used: what is unknown
 * is absent. A field holds values of one type. Instants are ISO 8601 strings in UTC with milliseconds, so that they sort as text.
 */
export interface Document {
  /** Unique in its collection. */
  readonly id: string;
  /** 1 after insert; one more after every committed write. */
  readonly version: number;
}

/** A document before the store has given it a version. */
export type Draft<T extends Document> = Omit<T, 'version'>;

type Key<T> = keyof T & string;

/** A field of a document, or a field of an object in it (`a.b`); arrays are not entered. */
export type FieldPath<T> =
  | Key<T>
  | {
      [K in Key<T>]: NonNullable<T[K]> extends readonly unknown[]
        ? never
        : NonNullable<T[K]> extends object
          ? `${K}.${Key<NonNullable<T[K]>>}`
          : never;
    }[Key<T>];

/** What stands at a path. */
export type ValueAt<T, P extends string> = P extends `${infer K}.${infer Rest}`
  ? K extends keyof T
    ? ValueAt<NonNullable<T[K]>, Rest>
    : never
  : P extends keyof T
    ? NonNullable<T[P]>
    : never;

/** Conditions on one field. A comparison never matches where the field is absent, `$ne` and `$exists: false` do. */
export interface Comparison<V> {
  readonly $in?: readonly V[];
  readonly $gte?: V;
  readonly $gt?: V;
  readonly $lte?: V;
  readonly $lt?: V;
  readonly $ne?: V;
  readonly $exists?: boolean;
  /** The field starts with this text, case-sensitive. */
  readonly $prefix?: V extends string ? string : never;
}

/** All conditions must hold; a malformed or undefined one is a TypeError, never "no condition". */
export type Where<T extends Document> = {
  readonly [P in FieldPath<T>]?: ValueAt<T, P> | Comparison<ValueAt<T, P>>;
} & {
  /**
   * Every word of this text (of the first 32) is the beginning of a word in the collection's `text` fields, in any
   * case and without diacritics. A blank text matches everything; any other without words, such as `--`, nothing.
   */
  readonly $text?: string;
};

/** Changes of a document's fields; no two of them of the same field, nor of the id or the version. */
export interface Changes<T extends Document> {
  readonly $set?: { readonly [P in FieldPath<T>]?: ValueAt<T, P> };
  readonly $unset?: readonly FieldPath<T>[];
  readonly $inc?: { readonly [P in FieldPath<T>]?: ValueAt<T, P> extends number ? number : never };
  /** Appends items to array fields. */
  readonly $push?: {
    readonly [K in Key<T>]?: NonNullable<T[K]> extends readonly (infer Item)[] ? readonly Item[] : never;
  };
}

export type Direction = 'ascending' | 'descending';

/**
 * Fields to sort by; the id is added as the last one, in the direction of the one before. Every document of the
 * collection must have the fields. Texts sort by their code points.
 */
export type OrderBy<T extends Document> = readonly (readonly [FieldPath<T>, Direction])[];

export interface Query<T extends Document> {
  readonly where?: Where<T>;
  /** Default: by id, ascending. */
  readonly orderBy?: OrderBy<T>;
  /** 1 to 1000. */
  readonly limit: number;
  /** The cursor of the document before the first wanted. */
  readonly after?: string;
  /** The cursor of the document after the last wanted. */
  readonly before?: string;
  /** Which end of what is wanted the page is cut from, in the order of the list; by default its start. */
  readonly from?: 'start' | 'end';
}

export interface Page<T extends Document> {
  readonly edges: readonly { readonly cursor: string; readonly node: T }[];
  /** Whether more follows; before a given cursor, that its document does. */
  readonly hasNextPage: boolean;
  /** Whether more precedes; after a given cursor, that its document does. */
  readonly hasPreviousPage: boolean;
}

export interface CollectionSpec<T extends Document> {
  /** Lower case, unique in the service's database. */
  readonly name: string;
  /** Indexes for `where` and `orderBy`: each a list of fields. */
  readonly indexes?: readonly (readonly FieldPath<T>[])[];
  /** Lists of fields whose values no two documents share; documents that lack one of the fields are not held to it. */
  readonly unique?: readonly (readonly FieldPath<T>[])[];
  /** String fields that `$text` searches. */
  readonly text?: readonly Key<T>[];
}

/** A guarded write of one document; made by the methods of {@link Collection}, performed by {@link DocumentStore.commit}. */
export type Write =
  | { readonly kind: 'insert'; readonly collection: string; readonly document: Draft<Document> }
  | {
      readonly kind: 'update';
      readonly collection: string;
      readonly id: string;
      readonly guard: Where<Document>;
      readonly changes: Changes<Document>;
    }
  | {
      readonly kind: 'replace';
      readonly collection: string;
      readonly document: Draft<Document>;
      readonly expectedVersion: number;
    }
  | {
      readonly kind: 'remove';
      readonly collection: string;
      readonly id: string;
      readonly guard: Where<Document>;
    };

export interface Collection<T extends Document> {
  readonly name: string;
  get(id: string): Promise<T | undefined>;
  /** The documents that exist, by id; made for DataLoader. */
  getMany(ids: readonly string[]): Promise<ReadonlyMap<string, T>>;
  /** @throws {InvalidCursor} when `after` or `before` is not a cursor of the same `orderBy`. */
  find(query: Query<T>): Promise<Page<T>>;
  count(where?: Where<T>): Promise<number>;

  /** Rejected as `duplicate` where the id or a unique key exists. */
  insert(document: Draft<T>): Write;
  /** Rejected as `guard` where no document with the id matches the guard. */
  update(id: string, guard: Where<T>, changes: Changes<T>): Write;
  /** Rejected as `guard` where the stored document has another version. */
  replace(document: Draft<T>, expectedVersion: number): Write;
  /** Rejected as `guard` where no document with the id matches the guard. */
  remove(id: string, guard: Where<T>): Write;
}

export type Change<T extends Document> =
  { readonly kind: 'put'; readonly document: T } | { readonly kind: 'removed'; readonly id: string };

/** An endless stream of changes; `return()` ends it. It throws when changes may have been missed. */
export type Changefeed<T extends Document> = AsyncIterableIterator<Change<T>>;

export interface DocumentStore {
  /** Whether this process is the only one that can use the database. */
  readonly exclusive: boolean;
  /** Declares a collection; its tables and indexes are made before the first use. The same spec may be declared again. */
  collection<T extends Document>(spec: CollectionSpec<T>): Collection<T>;
  /**
   * Performs all writes or none, durably.
   *
   * @throws {WriteRejected} when a write is refused; nothing was changed.
   * @throws {StoreBusy} when others hold what is needed for too long; nothing was changed.
   * @throws {StoreFull} when the disk of the database is full; nothing was changed.
   * @throws {StoreUnavailable} when the database cannot be reached; the outcome is unknown.
   */
  commit(writes: readonly Write[]): Promise<void>;
  /**
   * Resolves once every later commit of this or another process is sure to be seen. Documents come in commit order
   * per document; when a document changes quickly, states in between may be missing, and a state may come twice.
   */
  changes<T extends Document>(collection: Collection<T>): Promise<Changefeed<T>>;
  /**
   * Writes nothing, except where the last commit has failed or space is short: then something small, at most once a second.
   *
   * @throws {StoreUnavailable} when the database does not answer, or while writes fail.
   */
  ping(): Promise<void>;
  /** Waits for running commits, then ends changefeeds and connections. */
  close(): Promise<void>;
}
