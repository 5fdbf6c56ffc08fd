import { isDeepStrictEqual } from 'node:util';
import { segmentsOf } from './paths.ts';
import type { CollectionSpec, Document } from './port.ts';

/** A validated specification, without the type of its documents. */
export interface PlainSpec {
  readonly name: string;
  readonly indexes: readonly (readonly string[])[];
  readonly unique: readonly (readonly string[])[];
  readonly text: readonly string[];
}

/**
 * Validates a specification.
 *
 * @throws {TypeError} if a name in the specification cannot be used in both engines.
 */
export function plainSpec<T extends Document>(spec: CollectionSpec<T>): PlainSpec {
  const { name, indexes = [], unique = [], text = [] } = spec;
  if (!/^[a-z][a-z0-9_-]{0,62}$/.test(name)) throw new TypeError(`"${name}" cannot name a collection.`);
  for (const path of [...indexes.flat(), ...unique.flat(), ...text]) segmentsOf(path);
  return { name, indexes, unique, text };
}

/** The declared collections of a store, with what its engine keeps for each. */
export class Declarations<Declared extends { readonly spec: PlainSpec }> {
  readonly #declared = new Map<string, Declared>();

  /**
   * Declares a collection, or returns the earlier declaration.
   *
   * @throws {TypeError} if the collection was declared with another specification.
   */
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

  /**
   * The declaration of a collection.
   *
   * @throws {TypeError} if the collection was not declared.
   */
  of(name: string): Declared {
    const declared = this.#declared.get(name);
    if (declared !== undefined) return declared;
    throw new TypeError(`The collection ${name} was not declared.`);
  }
}

/**
 * Checks the limit of a query.
 *
 * @throws {RangeError} if the limit is not a whole number from 1 to 1000.
 */
export function checkLimit(limit: number): void {
  if (Number.isInteger(limit) && limit >= 1 && limit <= 1000) return;
  throw new RangeError('The limit must be a whole number from 1 to 1000.');
}
