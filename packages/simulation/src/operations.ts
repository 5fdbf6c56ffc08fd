import {
  CONTROL_FIELDS,
  rootFieldOf,
  type Json,
  labelOf,
  type StepRef,
  type SagaDefinition,
  type StepDefinition,
  type StepAnswer,
  type StepRequest,
} from '@counterstep/saga-engine';
import type { Operation } from '@counterstep/step-barrier';
import { Kind, type DocumentNode, type FieldNode } from 'graphql';
import { pathOf, type ConditionValues } from './conditions.ts';
import { BUSY_MESSAGE } from './defects.ts';
import { sampleKeys } from './items.ts';
import type { World } from './world.ts';

/** The request in a step's document. */
interface Asked {
  readonly operation: Operation;
  /** The response name of the payload. */
  readonly root: string;
  /** The selected fields of the payload, without `rejection` and `waiting`. */
  readonly fields: readonly FieldNode[];
  readonly canWait: boolean;
  readonly canBeRefused: boolean;
}

type StepCallRequest = Pick<StepRequest, 'document' | 'variables'>;
type Answer = Readonly<Record<string, unknown>>;

const askedBy = (document: DocumentNode, operation: Operation): Asked => {
  const root = rootFieldOf(document);
  if (root === undefined) throw new TypeError('The document of a step must be a mutation of one root field.');
  const selected = (root.selectionSet?.selections ?? []).flatMap((selection) =>
    selection.kind === Kind.FIELD ? [selection] : [],
  );
  const has = (name: string): boolean => selected.some((field) => field.name.value === name);
  return {
    operation,
    root: root.alias?.value ?? root.name.value,
    fields: selected.filter(({ name }) => !CONTROL_FIELDS.includes(name.value)),
    canBeRefused: has('rejection'),
    canWait: has('waiting'),
  };
};

const stepOf = ({ variables }: StepCallRequest): StepRef & { readonly sagaId: string } =>
  variables['step'] as unknown as StepRef & { readonly sagaId: string };

const keyOf = ({ alias, name }: FieldNode): string => alias?.value ?? name.value;

/** A value for a selected field: a text, or an object with the fields selected in it. */
const valueOf = (field: FieldNode, text: string): Json => {
  const inner = field.selectionSet?.selections.filter((part) => part.kind === Kind.FIELD);
  if (inner === undefined) return text;
  return Object.fromEntries(inner.map((part) => [keyOf(part), valueOf(part, text)]));
};

const known = new WeakMap<SagaDefinition, Answers>();

/**
 * The answers to a definition's documents.
 *
 * @throws {TypeError} if a document is not a mutation of one root field.
 */
export const answersTo = (definition: SagaDefinition): Answers => {
  const answers = known.get(definition) ?? new Answers(definition);
  known.set(definition, answers);
  return answers;
};

/** Makes the answers of model participants to a definition's documents. */
export class Answers {
  readonly #asked: ReadonlyMap<DocumentNode, Asked>;
  /** The steps with `forEach` over an output, by `step.field` of that output. */
  readonly #lists: ReadonlyMap<string, StepDefinition>;

  constructor({ steps, afterCompensation = [] }: SagaDefinition) {
    const all = [...steps, ...afterCompensation].flatMap(({ invoke, compensate }) => [
      [invoke.document, askedBy(invoke.document, 'invoke')] as const,
      ...(compensate === undefined
        ? []
        : [[compensate.document, askedBy(compensate.document, 'compensate')] as const]),
    ]);
    this.#asked = new Map(all);
    this.#lists = new Map(
      steps.flatMap((step): [string, StepDefinition][] => {
        const [origin, name, field] = step.forEach?.items.$ref ?? [];
        return origin === 'steps' && name !== undefined ? [[`${name}.${field ?? ''}`, step]] : [];
      }),
    );
  }

  /**
   * The request in a document.
   *
   * @throws {Error} if the document is not the definition's.
   */
  of(document: DocumentNode): Asked {
    const asked = this.#asked.get(document);
    if (asked === undefined) throw new Error('The document belongs to no step of the definition.');
    return asked;
  }

  /** The name in reports of the operation that a request attempts. */
  nameOf(request: StepCallRequest): string {
    const { sagaId, ...ref } = stepOf(request);
    return `${labelOf(ref)}:${this.of(request.document).operation} of ${sagaId}`;
  }

  /** The answer of a participant that is busy, or whose disk is full. */
  busy(request: StepCallRequest, world: Pick<World, 'traits' | 'defects'>): StepAnswer {
    const { busySaidAs } = world.defects;
    const { root, operation, canBeRefused } = this.of(request.document);
    const rejection = { code: 'BUSY', message: BUSY_MESSAGE };
    if (busySaidAs === 'rejection' && canBeRefused)
      return { kind: 'data', data: { [root]: { ...this.make(request, true, world), rejection } } };
    const isFull = world.traits.full.has(`${stepOf(request).step}:${operation}`);
    const said = isFull ? 'STORE_FULL' : 'BUSY';
    const code = busySaidAs === undefined ? said : 'STORE_UNAVAILABLE';
    return { kind: 'error', code, message: BUSY_MESSAGE };
  }

  /** The answer that the step is undone. */
  undone(request: StepCallRequest): StepAnswer {
    const { root, fields } = this.of(request.document);
    return {
      kind: 'data',
      data: { [root]: Object.fromEntries(fields.map((field) => [keyOf(field), true])) },
    };
  }

  /** The payload of a participant's answer. */
  make(request: StepCallRequest, isRefused: boolean, { traits }: Pick<World, 'traits'>): Answer {
    const { operation, fields, canBeRefused, canWait } = this.of(request.document);
    const { sagaId, ...ref } = stepOf(request);
    const value = (field: FieldNode): Json => {
      if (operation === 'compensate') return true;
      if (isRefused) return null;
      const each = this.#lists.get(`${ref.step}.${keyOf(field)}`);
      if (each !== undefined) return sampleKeys(each).map((key) => valueOf(field, key));
      const known = traits.conditions.get(pathOf(['steps', ref.step, keyOf(field)]));
      return known ?? valueOf(field, `${keyOf(field)}-of-${labelOf(ref)}-of-${sagaId}`);
    };
    const rejection = isRefused ? { code: 'REFUSED', message: `${labelOf(ref)} is refused.` } : null;
    return {
      ...Object.fromEntries(fields.map((field) => [keyOf(field), value(field)])),
      ...(canBeRefused ? { rejection } : {}),
      ...(canWait ? { waiting: null } : {}),
    };
  }
}

/** Puts a list of items into the input if the step has `forEach` over it. */
const putItems = (step: StepDefinition, input: Record<string, Json>): void => {
  const [origin, ...path] = step.forEach?.items.$ref ?? [];
  if (origin !== 'input') return;
  const fields = new Set([step.forEach?.key ?? '']);
  const visit = (template: unknown): void => {
    if (typeof template !== 'object' || template === null) return;
    const { $ref } = template as { readonly $ref?: readonly string[] };
    if ($ref?.[0] === 'item' && $ref[1] !== undefined) fields.add($ref[1]);
    else Object.values(template).forEach(visit);
  };
  [step.invoke.variables, step.compensate?.variables].forEach(visit);
  const items = sampleKeys(step).map((key) => Object.fromEntries([...fields].map((name) => [name, key])));
  const last = path.pop() ?? '';
  let into = input;
  for (const name of path) into = (into[name] ??= {}) as Record<string, Json>;
  into[last] = items;
};

/** Makes an input with a text in every field that the definition's templates read, or what a condition reads there. */
export const sampleInput = (definition: SagaDefinition, conditions: ConditionValues = new Map()): Json => {
  const input: Record<string, Json> = {};
  const put = ([name, ...rest]: readonly string[], into: Record<string, Json>, path: string): void => {
    if (name === undefined) return;
    if (rest.length === 0) into[name] ??= conditions.get(`input.${path}`) ?? `a ${path}`;
    else {
      const inner = into[name];
      const object = typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? inner : {};
      into[name] = object;
      put(rest, object as Record<string, Json>, path);
    }
  };
  const visit = (template: unknown): void => {
    if (typeof template !== 'object' || template === null) return;
    const { $ref } = template as { readonly $ref?: readonly string[] };
    if ($ref?.[0] === 'input') put($ref.slice(1), input, $ref.slice(1).join('.'));
    else Object.values(template).forEach(visit);
  };
  const all = [...definition.steps, ...(definition.afterCompensation ?? [])];
  for (const { invoke, compensate, when } of all)
    [invoke.variables, compensate?.variables, when?.value].forEach(visit);
  for (const step of all) putItems(step, input);
  return input;
};
