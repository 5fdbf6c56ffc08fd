import { isDeepStrictEqual } from 'node:util';
import { segmentsOf } from './paths.ts';
import type { CollectionSpec, Document } from './port.ts';

/** A checked specification, without the type of its documents. */
export interface PlainSpec {
  readonly name: string;
  readonly indexes: readonly (readonly string[])[];
  readonly unique: readonly (readonly string[])[];
  readonly text: readonly string[];
}

/** @throws {TypeError} when a name in the specification cannot be used in both engines. */
export function plainSpec<T extends Document>(spec: CollectionSpec<T>): PlainSpec {
  const { name, indexes = [], unique = [], text = [] } = spec;
  if (!/^[a-z][a-z0-9_-]{0,62}$/.test(name)) throw new TypeError(`"${name}" cannot name a collection.`);
  for (const path of [...indexes.flat(), ...unique.flat(), ...text]) segmentsOf(path);
  return { name, indexes, unique, text };
}

/** What the engines keep of every declared collection. */
export class Declarations<Declared extends { readonly spec: PlainSpec }> {
  readonly #declared = new Map<string, Declared>();

  /** @throws {TypeError} when the collection was declared with another specification. */
  declare<T extends Document>(spec: CollectionSpec<T>, create: (plain: PlainSpec) => Declared): Declared {
    const plain = plainSpec(spec);
    const known = this.#declared.get(plain.name);
    if (known === undefined) {
      const created = create(plain);
      this.#declared.set(plain.name, created);
      return created;
    }
    if (isDeepStrictEqual(known.spec, plain)) return known;
    throw new TypeError(`The collection ${plain.name} was declared with another specification.`);
  }

  /** @throws {TypeError} when the collection was not declared. */
  of(name: string): Declared {
    const declared = this.#declared.get(name);
    if (declared !== undefined) return declared;
    throw new TypeError(`The collection ${name} was not declared.`);
  }
}

/** @throws {RangeError} when the limit is not a whole number from 1 to 1000. */
export function checkLimit(limit: number): void {
  if (Number.isInteger(limit) && limit >= 1 && limit <= 1000) return;
  throw new RangeError('The limit must be a whole number from 1 to 1000.');
}
