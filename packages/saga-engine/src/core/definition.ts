import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { Policies, PolicyOverrides } from './policies.ts';
import type { StepKind } from './step-kind.ts';
import type { Reference, Template } from './template.ts';

export type { StepKind } from './step-kind.ts';

/** A mutation of one root field; the engine adds the variable `step`. */
export interface OperationDefinition {
  readonly document: TypedDocumentNode<unknown, never>;
  /** A template of every variable but `step`. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/** For what a step is done: an instance of it per item of a list. */
export interface ForEach {
  /** A list of objects, of the input or of an earlier output. */
  readonly items: Reference;
  /** The field of the items that tells them apart, a String or an ID. */
  readonly key: string;
  /** How many items the list may have; one that has more fails the saga before anything of the step is sent. */
  readonly atMost: number;
  /** How many instances are under way side by side; default: 4. */
  readonly atOnce?: number;
}

/** Where a step is done: where the value is this one; what is missing is null. */
export interface Condition {
  readonly value: Reference;
  readonly equals: string | number | boolean | null;
}

export interface StepDefinition {
  /** Unique in its saga. */
  readonly name: string;
  readonly subgraph: string;
  readonly kind: StepKind;
  /** Whether the saga waits for the step to succeed, come what may; `false` for RETRIABLE steps only. Default: true. */
  readonly critical?: boolean;
  readonly policy?: PolicyOverrides;
  readonly invoke: OperationDefinition;
  /** For COMPENSATABLE steps, and for those only. */
  readonly compensate?: OperationDefinition;
  /** That the step may answer that it has to wait, and for how long at most in all; for COMPENSATABLE steps only. */
  readonly waits?: { readonly atMostMs: number };
  /** Without it the step is always done; else it is SKIPPED where the condition does not hold. */
  readonly when?: Condition;
  /** Has the step done once per item; not for a PIVOT, nor after compensation. */
  readonly forEach?: ForEach;
}

/** A saga as data: it is checked at start-up, and identified by the hash of what it means. */
export interface SagaDefinition {
  readonly name: string;
  /** New sagas run on the highest registered version. */
  readonly version: number;
  /** An input type of the coordinator's own subgraph. */
  readonly inputType: string;
  /** In the order in which they are done. */
  readonly steps: readonly StepDefinition[];
  /** RETRIABLE steps that are not critical, done once everything is undone. */
  readonly afterCompensation?: readonly StepDefinition[];
  /** How long the saga may take before it turns back, if it still can. */
  readonly deadlineMs?: number;
  /** Fields of the input that are forgotten when a saga of this name ends, whatever its version. */
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
  /** What the invoke answers; without it only the names of the fields are known, from the document. */
  readonly output?: OutputShape;
}

/** A field of a step's output. */
export interface OutputField {
  /** The name of its type. */
  readonly type: string;
  readonly required: boolean;
  readonly accepts: (value: unknown) => boolean;
}

/** The fields of a step's output, by the name under which they are answered. */
export type OutputShape = ReadonlyMap<string, OutputField>;

/** A step's operation whose variables fit the document's types. */
export const operation = <Variables extends { readonly step: unknown }>(
  document: TypedDocumentNode<unknown, Variables>,
  variables: { readonly [K in Exclude<keyof Variables, 'step'>]: Template<Variables[K]> },
): OperationDefinition => ({ document, variables });
