import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { Policies, PolicyOverrides } from './policies.ts';
import type { StepKind } from './step-kind.ts';
import type { Reference, Template } from './template.ts';

export type { StepKind } from './step-kind.ts';

/** A mutation of one root field; the engine adds the variable `step`. */
export interface OperationDefinition {
  readonly document: TypedDocumentNode<unknown, never>;
  /** A template for every variable except `step`. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Has a step done once per item of a list; each item gets an instance of the step. */
export interface ForEach {
  /** A list of objects in the input or in the output of an earlier step. */
  readonly items: Reference;
  /** The field that identifies an item, a `String!` or `ID!`. */
  readonly key: string;
  /** The most items that the list may have; a longer list fails the saga before any instance is sent. */
  readonly atMost: number;
  /** How many instances may be under way at once; default: 4. */
  readonly atOnce?: number;
}

/** The condition for doing a step: that the value equals `equals`; a missing value counts as null. */
export interface Condition {
  readonly value: Reference;
  readonly equals: string | number | boolean | null;
}

export interface StepDefinition {
  /** Unique in its saga. */
  readonly name: string;
  readonly subgraph: string;
  readonly kind: StepKind;
  /** Whether the step must succeed for the saga to go on; `false` is for RETRIABLE steps only. Default: true. */
  readonly critical?: boolean;
  readonly policy?: PolicyOverrides;
  readonly invoke: OperationDefinition;
  /** Required for COMPENSATABLE steps, forbidden for others. */
  readonly compensate?: OperationDefinition;
  /** Allows the step to answer that it has to wait, for `atMostMs` in all; for COMPENSATABLE steps only. */
  readonly waits?: { readonly atMostMs: number };
  /** The step is SKIPPED if this condition does not hold; without a condition, it is always done. */
  readonly when?: Condition;
  /** Has the step done once per item; not for a PIVOT, nor after compensation. */
  readonly forEach?: ForEach;
}

/** A saga as data, checked at start-up and identified by the hash of its meaning. */
export interface SagaDefinition {
  readonly name: string;
  /** New sagas run on the highest registered version. */
  readonly version: number;
  /** The name of an input type in the saga service's own subgraph. */
  readonly inputType: string;
  /** The steps in the order in which they are done. */
  readonly steps: readonly StepDefinition[];
  /** RETRIABLE steps that are not critical, done once everything is undone. */
  readonly afterCompensation?: readonly StepDefinition[];
  /** How long the saga may take before it turns back, if it still can, in ms; default: `sagaDeadlineMs`. */
  readonly deadlineMs?: number;
  /** Input fields that are erased when a saga of this name ends, whatever its version. */
  readonly secretInputs?: readonly string[];
}

/** A definition with its hash and with every policy settled. */
export interface SagaPlan {
  readonly definition: SagaDefinition;
  readonly hash: string;
  readonly deadlineMs: number;
  /** Every step, those after compensation last. */
  readonly steps: ReadonlyMap<string, PlannedStep>;
}

export interface PlannedStep {
  readonly definition: StepDefinition;
  readonly policies: Policies;
  /** What the invoke answers; if absent, only the field names in the document are known. */
  readonly output?: OutputShape;
}

/** A field of a step's output. */
export interface OutputField {
  /** The name of its type. */
  readonly type: string;
  readonly required: boolean;
  readonly accepts: (value: unknown) => boolean;
}

/** The fields of a step's output, by response name. */
export type OutputShape = ReadonlyMap<string, OutputField>;

/** Makes a step's operation; the compiler checks its variables against the document's types. */
export const operation = <Variables extends { readonly step: unknown }>(
  document: TypedDocumentNode<unknown, Variables>,
  variables: { readonly [K in Exclude<keyof Variables, 'step'>]: Template<Variables[K]> },
): OperationDefinition => ({ document, variables });
