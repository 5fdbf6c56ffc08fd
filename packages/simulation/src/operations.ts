import {
  rootFieldOf,
  type Json,
  type SagaDefinition,
  type StepAnswer,
  type StepRequest,
} from '@counterstep/saga-engine';
import type { Operation } from '@counterstep/step-barrier';
import { Kind, type DocumentNode } from 'graphql';
import { BUSY_MESSAGE } from './defects.ts';
import type { World } from './world.ts';

/** What a step's document asks for. */
interface Asked {
  readonly operation: Operation;
  /** The key of the payload in the answer. */
  readonly root: string;
  /** The selected fields of the payload, `rejection` excepted. */
  readonly fields: readonly string[];
  readonly canBeRefused: boolean;
}

type StepCallRequest = Pick<StepRequest, 'document' | 'variables'>;
type Answer = Readonly<Record<string, unknown>>;

const askedBy = (document: DocumentNode, operation: Operation): Asked => {
  const root = rootFieldOf(document);
  if (root === undefined) throw new TypeError('The document of a step must be a mutation of one root field.');
  const selected = (root.selectionSet?.selections ?? []).flatMap((selection) =>
    selection.kind === Kind.FIELD ? [selection.alias?.value ?? selection.name.value] : [],
  );
  return {
    operation,
    root: root.alias?.value ?? root.name.value,
    fields: selected.filter((field) => field !== 'rejection'),
    canBeRefused: selected.includes('rejection'),
  };
};

const stepOf = ({ variables }: StepCallRequest): { readonly sagaId: string; readonly step: string } =>
  variables['step'] as unknown as { readonly sagaId: string; readonly step: string };

const known = new WeakMap<SagaDefinition, Answers>();

/** The answers to a definition's documents. @throws {TypeError} when one is no mutation of one root field. */
export const answersTo = (definition: SagaDefinition): Answers => {
  const answers = known.get(definition) ?? new Answers(definition);
  known.set(definition, answers);
  return answers;
};

/** The answers of model participants to the documents of a definition. */
export class Answers {
  readonly #asked: ReadonlyMap<DocumentNode, Asked>;

  constructor({ steps, afterCompensation = [] }: SagaDefinition) {
    const all = [...steps, ...afterCompensation].flatMap(({ invoke, compensate }) => [
      [invoke.document, askedBy(invoke.document, 'invoke')] as const,
      ...(compensate === undefined
        ? []
        : [[compensate.document, askedBy(compensate.document, 'compensate')] as const]),
    ]);
    this.#asked = new Map(all);
  }

  /** @throws {Error} when the document is not the definition's. */
  of(document: DocumentNode): Asked {
    const asked = this.#asked.get(document);
    if (asked === undefined) throw new Error('The document belongs to no step of the definition.');
    return asked;
  }

  /** The operation that a request is an attempt of, as it stands in reports. */
  nameOf(request: StepCallRequest): string {
    const { sagaId, step } = stepOf(request);
    return `${step}:${this.of(request.document).operation} of ${sagaId}`;
  }

  /** What a participant answers that is busy, or whose disk is full. */
  busy(
    request: StepCallRequest,
    { traits, defects: { busySaidAs } }: Pick<World, 'traits' | 'defects'>,
  ): StepAnswer {
    const { root, operation, canBeRefused } = this.of(request.document);
    const rejection = { code: 'BUSY', message: BUSY_MESSAGE };
    if (busySaidAs === 'rejection' && canBeRefused)
      return { kind: 'data', data: { [root]: { ...this.make(request, true), rejection } } };
    const isFull = traits.full.has(`${stepOf(request).step}:${operation}`);
    const said = isFull ? 'STORE_FULL' : 'BUSY';
    const code = busySaidAs === undefined ? said : 'STORE_UNAVAILABLE';
    return { kind: 'error', code, message: BUSY_MESSAGE };
  }

  /** The payload that a participant answers with. */
  make(request: StepCallRequest, isRefused: boolean): Answer {
    const { operation, fields, canBeRefused } = this.of(request.document);
    const { sagaId, step } = stepOf(request);
    const value = (field: string): Json => {
      if (operation === 'compensate') return true;
      return isRefused ? null : `${field}-of-${step}-of-${sagaId}`;
    };
    const rejection = isRefused ? { code: 'REFUSED', message: `${step} is refused.` } : null;
    return {
      ...Object.fromEntries(fields.map((field) => [field, value(field)])),
      ...(canBeRefused ? { rejection } : {}),
    };
  }
}

/** An input in which every field that the definition's templates read has a text. */
export const sampleInput = (definition: SagaDefinition): Json => {
  const input: Record<string, Json> = {};
  const put = ([name, ...rest]: readonly string[], into: Record<string, Json>, path: string): void => {
    if (name === undefined) return;
    if (rest.length === 0) into[name] ??= `a ${path}`;
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
  for (const step of [...definition.steps, ...(definition.afterCompensation ?? [])])
    [step.invoke.variables, step.compensate?.variables].forEach(visit);
  return input;
};
