import {
  defaultFieldResolver,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  Kind,
  getNamedType,
  getNullableType,
  type ConstDirectiveNode,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';
import { BadUserInput } from '@counterstep/primitives';
import { hasForm, isLonger, trimmed, type TextForm } from '../text-form.ts';
import { validationError } from '../user-errors.ts';
import { jsonProblem } from './json-bounds.ts';
import type { RequestContext } from './context.ts';

/** The bound of a text argument or field. */
export interface TextBound {
  /** The most characters, not counting surrounding blanks. */
  readonly max: number;
  readonly form: TextForm;
}

/** The bound of every String and ID without an `@text` of its own. */
const defaultBound: TextBound = { max: 1000, form: 'LINE' };

/** How many times longer a text may be for a resolver that itself reports texts as too long. */
const COLLECTED_FACTOR = 10;

/** The most items of a list. */
export const MAX_ITEMS = 1000;

/** The most problems reported for one list of arguments. */
const MAX_PROBLEMS = 20;

/**
 * The bound of arguments that only the coordinator sends: these were checked when a client sent them, so they stay as
 * they are.
 */
const internalBound: TextBound = { max: 100_000, form: 'ANY' };
const MAX_INTERNAL_ITEMS = 100_000;

interface Problem {
  readonly path: readonly string[];
  readonly message: string;
}

interface Pass {
  readonly internal: boolean;
  readonly problems: Problem[];
}

type Place = GraphQLArgument | GraphQLInputField;
type Field = GraphQLField<unknown, RequestContext>;

const textDirective = ({ astNode }: Place): ConstDirectiveNode | undefined =>
  astNode?.directives?.find(({ name }) => name.value === 'text');

/** The bound that the schema gives to a place. */
export function boundOf(place: Place): TextBound {
  const given = Object.fromEntries(
    (textDirective(place)?.arguments ?? []).map(({ name, value }) => [
      name.value,
      value.kind === Kind.INT ? Number(value.value) : value.kind === Kind.BOOLEAN && value.value,
    ]),
  );
  const form = given['verbatim'] === true ? 'ANY' : given['lines'] === true ? 'LINES' : 'LINE';
  const max = typeof given['max'] === 'number' ? given['max'] : defaultBound.max;
  return { max: given['collected'] === true ? COLLECTED_FACTOR * max : max, form };
}

const isText = ({ name }: GraphQLNamedType): boolean => name === 'String' || name === 'ID';

/** The value with its texts trimmed; adds what is wrong with it to the problems of the pass. */
function checked(
  value: unknown,
  type: GraphQLInputType,
  bound: TextBound,
  path: readonly string[],
  pass: Pass,
): unknown {
  if (value == null || pass.problems.length >= MAX_PROBLEMS) return value;
  if (isNonNullType(type)) return checked(value, type.ofType, bound, path, pass);
  if (isListType(type)) return checkedList(value as readonly unknown[], type.ofType, bound, path, pass);
  if (isInputObjectType(type))
    return checkedFields(value as Record<string, unknown>, Object.values(type.getFields()), path, pass);
  if (typeof value === 'string' && isText(type)) return checkedText(value, bound, path, pass);
  if (typeof value === 'object') report(jsonProblem(value), path, pass);
  return value;
}

function checkedList(
  items: readonly unknown[],
  type: GraphQLInputType,
  bound: TextBound,
  path: readonly string[],
  pass: Pass,
): readonly unknown[] {
  const max = pass.internal ? MAX_INTERNAL_ITEMS : MAX_ITEMS;
  if (items.length > max) {
    report(`${nameOf(path)} must have at most ${max} items.`, path, pass);
    return items;
  }
  return items.map((item, index) => checked(item, type, bound, [...path, String(index)], pass));
}

function checkedFields(
  values: Readonly<Record<string, unknown>>,
  places: readonly Place[],
  path: readonly string[],
  pass: Pass,
): Record<string, unknown> {
  const found = places.flatMap((place) => {
    const bound = pass.internal ? internalBound : boundOf(place);
    return place.name in values
      ? [[place.name, checked(values[place.name], place.type, bound, [...path, place.name], pass)] as const]
      : [];
  });
  return Object.fromEntries(found);
}

function checkedText(given: string, { max, form }: TextBound, path: readonly string[], pass: Pass): string {
  const text = form === 'ANY' ? given : trimmed(given);
  if (isLonger(text, max)) report(`${nameOf(path)} must have at most ${max} characters.`, path, pass);
  else if (!hasForm(text, form)) report(`${nameOf(path)} ${wrongForm[form]}`, path, pass);
  return text;
}

const wrongForm: Readonly<Record<TextForm, string>> = {
  LINE: 'must be one line, without control characters and characters that are not seen.',
  LINES: 'must have no control characters, and no characters that are not seen.',
  ANY: 'must be well-formed Unicode.',
};

const nameOf = (path: readonly string[]): string =>
  [...path].reverse().find((part) => !/^\d+$/.test(part)) ?? 'It';

function report(message: string | undefined, path: readonly string[], { problems }: Pass): void {
  if (message !== undefined) problems.push({ path, message });
}

/**
 * Whether the field returns a payload whose `errors` may hold a ValidationError, and whose other fields may be null.
 */
function saysValidationError({ type }: Field): boolean {
  const payload = getNamedType(type);
  if (!isObjectType(payload)) return false;
  const { errors, ...others } = payload.getFields();
  const union = errors && getNamedType(errors.type);
  return (
    isUnionType(union) &&
    union.getTypes().some(({ name }) => name === 'ValidationError') &&
    Object.values(others).every((other) => !isNonNullType(other.type))
  );
}

/** Whether an argument needs a bound; numbers and enums have their own. */
const isBounded = ({ type }: GraphQLArgument): boolean =>
  isListType(getNullableType(type)) || !unbounded.has(getNamedType(type).name);

const unbounded = new Set(['Int', 'Float', 'Boolean', 'SafeInt', 'DateTime', 'Currency']);

const internalDirectives = new Set(['step', 'compensation', 'internal']);
const isInternal = ({ astNode }: Field): boolean =>
  astNode?.directives?.some(({ name }) => internalDirectives.has(name.value)) ?? false;

/**
 * Checks every text, list and JSON object that a client sends, before a resolver sees it: first its length, then its
 * characters; trims texts. The answer to a problem is a ValidationError if the payload has that, else BAD_USER_INPUT.
 */
export function installTextBounds(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values<Field>(type.getFields())) {
      // The gateway builds these arguments itself from subgraphs' answers.
      if (field.args.some(isBounded) && field.name !== '_entities') bound(field);
    }
  }
}

function bound(field: Field): void {
  const { resolve = defaultFieldResolver, subscribe } = field;
  const typed = saysValidationError(field);
  const pass = (args: Readonly<Record<string, unknown>>) => {
    const problems: Problem[] = [];
    return { args: checkedFields(args, field.args, [], { internal: isInternal(field), problems }), problems };
  };
  const refuse = ([problem]: readonly Problem[]): void => {
    if (problem !== undefined) throw new BadUserInput(problem.message, problem.path);
  };
  field.resolve = (parent, given, context, info): unknown => {
    const { args, problems } = pass(given as Record<string, unknown>);
    if (typed && problems.length > 0)
      return { errors: problems.map(({ message, path }) => validationError(message, path)) };
    refuse(problems);
    return resolve(parent, args, context, info);
  };
  if (subscribe) {
    field.subscribe = (parent, given, context, info): unknown => {
      const { args, problems } = pass(given as Record<string, unknown>);
      refuse(problems);
      return subscribe(parent, args, context, info);
    };
  }
}
