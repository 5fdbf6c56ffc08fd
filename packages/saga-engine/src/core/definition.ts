import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { Policies, PolicyOverrides } from './policies.ts';
import type { StepKind } from './step-kind.ts';
import type { Template } from './template.ts';

export type { StepKind } from './step-kind.ts';

/** A mutation of one root field; the engine adds the variable `step`. */
export interface OperationDefinition {
  readonly document: TypedDocumentNode<unknown, never>;
  /** A template of every variable but `step`. */
  readonly variables: Readonly<Record<string, unknown>>;
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

/** The scalar fields of a step's output, by the name under which they are answered. */
export type OutputShape = ReadonlyMap<string, OutputField>;

/** A step's operation whose variables fit the document's types. */
export const operation = <Variables extends { readonly step: unknown }>(
  document: TypedDocumentNode<unknown, Variables>,
  variables: { readonly [K in Exclude<keyof Variables, 'step'>]: Template<Variables[K]> },
): OperationDefinition => ({ document, variables });
