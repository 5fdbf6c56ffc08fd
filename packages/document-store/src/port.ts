/**
 * The document store port, through which every service uses its database.
 *
 * Documents are plain JSON objects. `undefined` properties are not stored, and `null` is not used: an unknown value is
 * absent. All values of a field have one type. Instants are ISO 8601 strings in UTC with milliseconds, so that they
 * sort as text.
 */
export interface Document {
  /** Unique in its collection. */
  readonly id: string;
  /** 1 after the insert, and one more after every further committed write. */
  readonly version: number;
}

/** A document before the store has given it a version. */
export type Draft<T extends Document> = Omit<T, 'version'>;

type Key<T> = keyof T & string;

/** A field of a document or of a nested object (`a.b`), but not within arrays. */
export type FieldPath<T> =
  | Key<T>
  | {
      [K in Key<T>]: NonNullable<T[K]> extends readonly unknown[]
        ? never
        : NonNullable<T[K]> extends object
          ? `${K}.${Key<NonNullable<T[K]>>}`
          : never;
    }[Key<T>];

/** The type of the value at a path. */
export type ValueAt<T, P extends string> = P extends `${infer K}.${infer Rest}`
  ? K extends keyof T
    ? ValueAt<NonNullable<T[K]>, Rest>
    : never
  : P extends keyof T
    ? NonNullable<T[P]>
    : never;

/** Conditions on one field. If the field is absent, only `$ne` and `$exists: false` match. */
export interface Comparison<V> {
  readonly $in?: readonly V[];
  readonly $gte?: V;
  readonly $gt?: V;
  readonly $lte?: V;
  readonly $lt?: V;
  readonly $ne?: V;
  readonly $exists?: boolean;
  /** The prefix of the field, case-sensitive. */
  readonly $prefix?: V extends string ? string : never;
}

/** Conditions that must all hold; a malformed or undefined one causes a TypeError, and never means "no condition". */
export type Where<T extends Document> = {
  readonly [P in FieldPath<T>]?: ValueAt<T, P> | Comparison<ValueAt<T, P>>;
} & {
  /**
   * Each of the first 32 words of this text must be the beginning of a word in the collection's `text` fields, whatever
   * the case and diacritics. A blank text matches every document; any other text without words, such as `--`, matches
   * none.
   */
  readonly $text?: string;
};

/** Changes of a document's fields; no two may touch the same field, and none the id or the version. */
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
 * Fields to sort by; the id follows as the last one, in the direction of the field before it. Every document of the
 * collection must have the fields. Texts sort by code points.
 */
export type OrderBy<T extends Document> = readonly (readonly [FieldPath<T>, Direction])[];

export interface Query<T extends Document> {
  readonly where?: Where<T>;
  /** Default: by id, ascending. */
  readonly orderBy?: OrderBy<T>;
  /** The most documents in the page, 1 to 1000. */
  readonly limit: number;
  /** The cursor of the document before the first one wanted. */
  readonly after?: string;
  /** The cursor of the document after the last one wanted. */
  readonly before?: string;
  /** The end of the wanted range that the page is cut from, in the order of the list; default: its start. */
  readonly from?: 'start' | 'end';
}

export interface Page<T extends Document> {
  readonly edges: readonly { readonly cursor: string; readonly node: T }[];
  /** Whether more documents follow; true if the page ends before a given cursor, whose document follows. */
  readonly hasNextPage: boolean;
  /** Whether more documents precede; true if the page begins after a given cursor, whose document precedes. */
  readonly hasPreviousPage: boolean;
}

export interface CollectionSpec<T extends Document> {
  /** A lower-case name, unique in the service's database. */
  readonly name: string;
  /** Indexes for `where` and `orderBy`, each a list of fields. */
  readonly indexes?: readonly (readonly FieldPath<T>[])[];
  /**
   * Unique keys, each a list of fields whose values no two documents share; exempts documents that lack one of the
   * fields.
   */
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
  /** The documents with these ids, by id; leaves out ids without a document. */
  getMany(ids: readonly string[]): Promise<ReadonlyMap<string, T>>;
  /**
   * Finds a page of documents.
   *
   * @throws {InvalidCursor} if `after` or `before` is not a cursor of the same `orderBy`.
   */
  find(query: Query<T>): Promise<Page<T>>;
  count(where?: Where<T>): Promise<number>;

  /** Makes a write that is rejected as `duplicate` if the id or a unique key exists. */
  insert(document: Draft<T>): Write;
  /** Makes a write that is rejected as `guard` if the document does not exist or does not match the guard. */
  update(id: string, guard: Where<T>, changes: Changes<T>): Write;
  /** Makes a write that is rejected as `guard` if the stored document has another version. */
  replace(document: Draft<T>, expectedVersion: number): Write;
  /** Makes a write that is rejected as `guard` if the document does not exist or does not match the guard. */
  remove(id: string, guard: Where<T>): Write;
}

export type Change<T extends Document> =
  { readonly kind: 'put'; readonly document: T } | { readonly kind: 'removed'; readonly id: string };

/** An endless stream of changes, which `return()` ends; it throws if changes may have been missed. */
export type Changefeed<T extends Document> = AsyncIterableIterator<Change<T>>;

export interface DocumentStore {
  /** Whether this process is the only one that can use the database. */
  readonly exclusive: boolean;
  /**
   * Declares a collection, whose tables and indexes are created before its first use; repeating the same declaration is
   * allowed.
   */
  collection<T extends Document>(spec: CollectionSpec<T>): Collection<T>;
  /**
   * Performs all writes durably, or none.
   *
   * @throws {WriteRejected} if a write is refused; nothing was changed.
   * @throws {StoreBusy} if other writers hold a document for too long; nothing was changed.
   * @throws {StoreFull} if the disk of the database is full; nothing was changed.
   * @throws {StoreUnavailable} if the database cannot be reached; the outcome is unknown.
   */
  commit(writes: readonly Write[]): Promise<void>;
  /**
   * Opens a feed; resolves once it is sure to see every later commit of this or another process. Each document's
   * changes come in commit order; states may be skipped or repeated.
   */
  changes<T extends Document>(collection: Collection<T>): Promise<Changefeed<T>>;
  /**
   * Checks that the database works. If the last commit failed or space is short, this includes a small write, at most
   * once a second.
   *
   * @throws {StoreUnavailable} if the database does not answer, or writes fail.
   */
  ping(): Promise<void>;
  /** Waits for running commits, then ends changefeeds and connections. */
  close(): Promise<void>;
}
