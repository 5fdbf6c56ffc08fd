import {
  Kind,
  OperationTypeNode,
  parse,
  print,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  type TypeNode,
} from 'graphql';

/** A mutation that takes part in sagas, and how to call it. */
export interface Mutation {
  readonly name: string;
  readonly inputType: string;
  /** The selection set of its payload, with the braces. */
  readonly selection: string;
}

/** A step mutation, and the mutation that undoes it, if any. */
export interface Step {
  readonly invoke: Mutation;
  readonly compensate: Mutation | undefined;
}

/** A participant's description in its SDL. */
export interface Description {
  readonly steps: readonly Step[];
  /** The names of its steps and compensations. */
  readonly mutations: readonly string[];
  readonly inputs: ReadonlyMap<string, readonly InputValueDefinitionNode[]>;
  /** The values of every enum. */
  readonly enums: ReadonlyMap<string, readonly string[]>;
  /** The fields of every object type. */
  readonly objects: ReadonlyMap<string, readonly FieldDefinitionNode[]>;
  /** Why some of its mutations cannot be called as steps. */
  readonly problems: readonly string[];
  /** What the payloads of its mutations lack for the coordinator. */
  readonly payloadProblems: readonly string[];
}

export const namedType = (type: TypeNode): string =>
  type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);

type Objects = Description['objects'];

interface Types extends Pick<Description, 'inputs' | 'enums' | 'objects'> {
  readonly mutation: readonly FieldDefinitionNode[];
}

/** Adds items to the list of a key. */
const add = <Item>(lists: Map<string, Item[]>, key: string, items: readonly Item[] | undefined): void => {
  lists.set(key, [...(lists.get(key) ?? []), ...(items ?? [])]);
};

function typesOf(document: DocumentNode): Types {
  const inputs = new Map<string, InputValueDefinitionNode[]>();
  const objects = new Map<string, FieldDefinitionNode[]>();
  const enums = new Map<string, string[]>();
  let root = 'Mutation';
  for (const node of document.definitions) {
    if (node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION || node.kind === Kind.INPUT_OBJECT_TYPE_EXTENSION)
      add(inputs, node.name.value, node.fields);
    else if (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION)
      add(objects, node.name.value, node.fields);
    else if (node.kind === Kind.ENUM_TYPE_DEFINITION || node.kind === Kind.ENUM_TYPE_EXTENSION)
      add(
        enums,
        node.name.value,
        node.values?.map(({ name }) => name.value),
      );
    else if (node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION)
      for (const { operation, type } of node.operationTypes ?? [])
        if (operation === OperationTypeNode.MUTATION) root = type.name.value;
  }
  return { inputs, enums, objects, mutation: objects.get(root) ?? [] };
}

const directiveOf = (field: FieldDefinitionNode, name: string) =>
  field.directives?.find((directive) => directive.name.value === name);

/** The selection of a payload: its leaves, the rejection and the wait, but no other nested objects. */
function selectionOf(field: FieldDefinitionNode, objects: Objects): string {
  const wanted = (objects.get(namedType(field.type)) ?? []).flatMap(({ name, type, arguments: taken }) => {
    const inner = objects.get(namedType(type));
    if (inner && ['rejection', 'waiting'].includes(name.value))
      return [`${name.value} { ${inner.map((part) => part.name.value).join(' ')} }`];
    return inner || taken?.some((argument) => argument.type.kind === Kind.NON_NULL_TYPE) ? [] : [name.value];
  });
  return `{ ${['__typename', ...wanted].join(' ')} }`;
}

const STEP_FIELDS = ['sagaId: ID!', 'step: String!', 'epoch: Int!', 'deadline: DateTime!'];

/** Why a mutation cannot be called as a step. */
function problemsOf(field: FieldDefinitionNode, types: Types): readonly string[] {
  const taken = new Map(field.arguments?.map(({ name, type }) => [name.value, type]));
  const [step, input] = [taken.get('step'), taken.get('input')];
  return [
    ...(step && print(step) === 'StepInput!' ? [] : [`${field.name.value} does not take step: StepInput!`]),
    ...(input?.kind === Kind.NON_NULL_TYPE && types.inputs.has(namedType(input))
      ? []
      : [`${field.name.value} does not take input, a non-null input object`]),
  ];
}

/** What is wrong with `StepInput` and with pairs of step and compensation. */
function problemsOfWhole(types: Types): readonly string[] {
  const given = types.inputs.get('StepInput')?.map(({ name, type }) => `${name.value}: ${print(type)}`);
  const lacking = STEP_FIELDS.filter((field) => !given?.includes(field));
  const steps = types.mutation.filter((field) => directiveOf(field, 'step'));
  return [
    ...lacking.map((field) => `StepInput has no field ${field}`),
    ...(steps.length > 0 ? [] : ['no mutation is marked @step']),
    ...steps.flatMap((field) => {
      const name = compensationOf(field);
      const undoes = types.mutation.find((other) => other.name.value === name);
      return name === undefined || (undoes && directiveOf(undoes, 'compensation'))
        ? []
        : [`${field.name.value} names the compensation ${name}, and no mutation of this name is marked so`];
    }),
  ];
}

function compensationOf(field: FieldDefinitionNode): string | undefined {
  const value = directiveOf(field, 'step')?.arguments?.find(({ name }) => name.value === 'compensation');
  return value?.value.kind === Kind.STRING ? value.value.value : undefined;
}

/**
 * Reads the description in a participant's SDL; a mutation that cannot be called is a problem instead of a step.
 *
 * @throws {GraphQLError} if the text is not GraphQL.
 */
export function describe(sdl: string): Description {
  const types = typesOf(parse(sdl, { noLocation: true }));
  const marked = types.mutation.filter(
    (field) => directiveOf(field, 'step') ?? directiveOf(field, 'compensation'),
  );
  const callable = marked.filter((field) => problemsOf(field, types).length === 0);
  const mutationOf = (field: FieldDefinitionNode): Mutation => {
    const input = field.arguments?.find(({ name }) => name.value === 'input');
    return {
      name: field.name.value,
      inputType: input ? namedType(input.type) : '',
      selection: selectionOf(field, types.objects),
    };
  };
  const compensations = callable.filter((field) => directiveOf(field, 'compensation')).map(mutationOf);
  const steps = callable
    .filter((field) => directiveOf(field, 'step'))
    .map((field) => ({
      invoke: mutationOf(field),
      compensate: compensations.find(({ name }) => name === compensationOf(field)),
    }));
  const problems = [...problemsOfWhole(types), ...marked.flatMap((field) => problemsOf(field, types))];
  const mutations = callable.map(({ name }) => name.value);
  return { ...types, steps, mutations, problems, payloadProblems: payloadProblemsOf(types) };
}

function payloadProblemsOf({ objects, mutation }: Types): readonly string[] {
  const textOf = (type: string, name: string): string | undefined => {
    const field = objects.get(type)?.find((other) => other.name.value === name);
    return field && print(field.type);
  };
  return mutation.flatMap((field) => {
    const [name, payload] = [field.name.value, namedType(field.type)];
    if (directiveOf(field, 'compensation'))
      return textOf(payload, 'undone') === 'Boolean!' ? [] : [`${name}: ${payload} has no undone: Boolean!`];
    if (!directiveOf(field, 'step')) return [];
    const rejection = textOf(payload, 'rejection');
    if (rejection === undefined || rejection.endsWith('!'))
      return [`${name}: ${payload} has no nullable rejection`];
    return ['code', 'message']
      .filter((part) => textOf(rejection, part) !== 'String!')
      .map((part) => `${name}: ${rejection} has no ${part}: String!`);
  });
}
