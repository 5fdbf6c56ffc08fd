import { Kind, type InputValueDefinitionNode, type TypeNode } from 'graphql';
import { namedType, type Description, type Mutation } from './sdl.ts';

type Input = Readonly<Record<string, unknown>>;

/** The given parts of a mutation's input; the rest is generated. */
export interface GivenInput {
  readonly input?: Input | undefined;
  /** The changes that make the participant reject an input. */
  readonly rejected?: Input | undefined;
  /** The changes that make the participant wait. */
  readonly waiting?: Input | undefined;
}

/** The kind of input: the usual one, or one that gets another kind of answer. */
export type InputKind = 'input' | 'rejected' | 'waiting';

/** A value for a scalar is unknown; the message names the place. */
export class MissingValue extends Error {}

const isObject = (value: unknown): value is Input =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Values for known scalars; those of others must be given. */
const scalars = (place: string, id: string, instant: string): Readonly<Record<string, unknown>> => ({
  ...{ ID: `${place}-${id}`, String: 'conform', Int: 1, Float: 1, Boolean: true },
  ...{ DateTime: instant, Date: instant.slice(0, 10), SafeInt: 1, Currency: 'USD' },
});

/** Replaces `{id}` in given texts with an id of the saga. */
const filled = (value: unknown, id: string): unknown => {
  if (typeof value === 'string') return value.replaceAll('{id}', id);
  if (Array.isArray(value)) return value.map((item) => filled(item, id));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filled(item, id)]));
};

/** Makes inputs of mutations by their types; inputs of one saga use the same ids for the same things. */
export class InputMaker {
  readonly #description: Description;
  readonly #given: ReadonlyMap<string, GivenInput>;
  /** The instant used in all generated inputs, so that a saga's input stays the same. */
  readonly #instant: string;

  constructor(description: Description, given: ReadonlyMap<string, GivenInput>, instant: string) {
    this.#description = description;
    this.#given = given;
    this.#instant = instant;
  }

  /**
   * Makes an input.
   *
   * @throws {MissingValue} if a required scalar is neither known nor given.
   */
  of({ name, inputType }: Mutation, id: string, kind: InputKind = 'input'): Input {
    const parts = this.#given.get(name) ?? {};
    const given = filled({ ...parts.input, ...parts[kind] }, id) as Input;
    return this.#object(inputType, given, id, name);
  }

  canBeRejected({ name }: Mutation): boolean {
    return this.#given.get(name)?.rejected !== undefined;
  }

  /** The input with one leaf changed; undefined if none can be changed. */
  other({ inputType }: Mutation, input: Input): Input | undefined {
    return this.#changed(inputType, input);
  }

  /** The same input in another form: with its keys in another order, and an absent optional field as null. */
  rewritten({ inputType }: Mutation, input: Input): Input {
    const absent = this.#fields(inputType).find(
      ({ name, type }) => type.kind !== Kind.NON_NULL_TYPE && !(name.value in input),
    );
    const entries = Object.entries(input).reverse();
    return Object.fromEntries(absent ? [...entries, [absent.name.value, null]] : entries);
  }

  #fields(type: string): readonly InputValueDefinitionNode[] {
    return this.#description.inputs.get(type) ?? [];
  }

  #object(type: string, given: Input, id: string, place: string): Input {
    const made: Record<string, unknown> = { ...given };
    for (const { name, type: fieldType, defaultValue } of this.#fields(type)) {
      const field = name.value;
      const value = given[field];
      const inner = namedType(fieldType);
      if (isObject(value) && this.#description.inputs.has(inner))
        made[field] = this.#object(inner, value, id, `${place}.${field}`);
      if (value === undefined && fieldType.kind === Kind.NON_NULL_TYPE && defaultValue === undefined)
        made[field] = this.#value(fieldType, field, id, `${place}.${field}`);
    }
    return made;
  }

  #value(type: TypeNode, field: string, id: string, place: string): unknown {
    if (type.kind === Kind.NON_NULL_TYPE) return this.#value(type.type, field, id, place);
    if (type.kind === Kind.LIST_TYPE) return [this.#value(type.type, field, id, place)];
    const name = type.name.value;
    if (this.#description.inputs.has(name)) return this.#object(name, {}, id, place);
    const [first] = this.#description.enums.get(name) ?? [];
    const value = first ?? scalars(field, id, this.#instant)[name];
    if (value === undefined)
      throw new MissingValue(`Give a value of ${name} for ${place} in the file of --values.`);
    return value;
  }

  #changed(type: string, input: Input): Input | undefined {
    for (const { name, type: fieldType } of this.#fields(type)) {
      const value = this.#changedValue(fieldType, input[name.value]);
      if (value !== undefined) return { ...input, [name.value]: value };
    }
    return undefined;
  }

  #changedValue(type: TypeNode, value: unknown): unknown {
    const name = namedType(type);
    if (value === undefined || value === null) return undefined;
    if (Array.isArray(value)) {
      const [first, ...rest] = value as unknown[];
      const changed = this.#changedValue({ kind: Kind.NAMED_TYPE, name: nameNode(name) }, first);
      return changed === undefined ? undefined : [changed, ...rest];
    }
    if (isObject(value)) return this.#changed(name, value);
    if (typeof value === 'string' && (name === 'ID' || name === 'String')) return `${value}-other`;
    if (typeof value === 'number') return value + 1;
    return typeof value === 'boolean' ? !value : undefined;
  }
}

const nameNode = (value: string) => ({ kind: Kind.NAME, value }) as const;
