import { applyChanges } from '../apply.ts';
import { conditionsOf, type Scalar } from '../conditions.ts';
import type { Sort } from '../cursor.ts';
import { FeedHub } from '../feed.ts';
import { pageOf, walkOf } from '../page.ts';
import { valueAt } from '../paths.ts';
import type { Collection, Document, Page, Query, Where, Write } from '../port.ts';
import { Refused } from '../refused.ts';
import { checkLimit, type PlainSpec } from '../spec.ts';
import { promised } from '../promised.ts';
import { fieldsOf, idOf, writesOf } from '../writes.ts';
import { compareKeys, matches } from './match.ts';

/** A deeply frozen copy, as JSON would make it; a frozen value is taken to be one already. */
function frozenCopy(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  return Object.freeze(
    Array.isArray(value) ? value.map((item: unknown) => frozenCopy(item) ?? null) : copyOf(value),
  );
}

function copyOf(value: object): object {
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const part = (value as Readonly<Record<string, unknown>>)[key];
    if (part !== undefined) copy[key] = frozenCopy(part);
  }
  return copy;
}

/** One collection in memory: its documents are frozen, so that readers may share them. */
export class MemoryTable {
  spec: PlainSpec;
  readonly feeds = new FeedHub();
  readonly #documents = new Map<string, Document>();

  constructor(spec: PlainSpec) {
    this.spec = spec;
  }

  get(id: string): Document | undefined {
    return this.#documents.get(id);
  }

  /** Stores a document under the id, or removes the one there if it is undefined. */
  set(id: string, document: Document | undefined): void {
    if (document === undefined) this.#documents.delete(id);
    else this.#documents.set(id, document);
  }

  select(where: Where<Document>): Document[] {
    const conditions = conditionsOf(where);
    return [...this.#documents.values()].filter((document) => matches(this.spec, document, conditions));
  }

  /**
   * The document after a write; undefined if the write removes it.
   *
   * @throws {Refused} if the write is refused.
   */
  after(write: Write): Document | undefined {
    const id = idOf(write);
    const present = this.#documents.get(id);
    if (write.kind === 'insert') {
      if (present !== undefined) throw new Refused('duplicate');
      return this.#made(id, 1, fieldsOf(write.document));
    }
    const guard = write.kind === 'replace' ? { version: write.expectedVersion } : write.guard;
    if (present === undefined || !matches(this.spec, present, conditionsOf(guard)))
      throw new Refused('guard');
    switch (write.kind) {
      case 'update':
        return this.#made(id, present.version + 1, applyChanges(fieldsOf(present), write.changes));
      case 'replace':
        return this.#made(id, present.version + 1, fieldsOf(write.document));
      case 'remove':
        return undefined;
    }
  }

  #made(id: string, version: number, fields: object): Document {
    const document = frozenCopy({ id, version, ...fields }) as Document;
    for (const paths of this.spec.unique) {
      const key = paths.map((path) => valueAt(document, path));
      if (key.includes(undefined)) continue;
      const taken = (other: Document): boolean =>
        other.id !== id && paths.every((path, index) => valueAt(other, path) === key[index]);
      if ([...this.#documents.values()].some(taken)) throw new Refused('duplicate');
    }
    return document;
  }
}

const sortValues = (document: Document, sorts: readonly Sort[]): readonly Scalar[] =>
  sorts.map(({ path }) => valueAt(document, path) as Scalar);

/** A collection that reads a table; `open` throws once the store is closed. */
export function memoryCollection<T extends Document>(table: MemoryTable, open: () => void): Collection<T> {
  const { spec } = table;
  const read = <Result>(work: () => Result): Promise<Result> =>
    promised(() => {
      open();
      return work();
    });
  const find = (query: Query<T>): Page<T> => {
    checkLimit(query.limit);
    const plain = query as Query<Document>;
    const { sorts, bounds } = walkOf(spec.name, plain);
    const found = table
      .select(plain.where ?? {})
      .map((node) => ({ node: node as T, key: sortValues(node, sorts) }))
      .filter(({ node }) =>
        bounds.every((bound) => compareKeys(bound.sorts, sortValues(node, bound.sorts), bound.values) > 0),
      )
      .sort((one, other) => compareKeys(sorts, one.key, other.key));
    return pageOf(
      spec.name,
      plain,
      found.map(({ node }) => node),
    );
  };
  return {
    name: spec.name,
    ...writesOf<T>(spec.name),
    get: (id) => read(() => table.get(id) as T | undefined),
    getMany: (ids) =>
      read(() => {
        const found = [...new Set(ids)].map((id) => table.get(id) as T | undefined);
        return new Map(found.filter((each) => each !== undefined).map((each) => [each.id, each]));
      }),
    find: (query) => read(() => find(query)),
    count: (where = {}) => read(() => table.select(where as Where<Document>).length),
  };
}
