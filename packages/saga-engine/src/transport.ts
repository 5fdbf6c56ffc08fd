import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { StepAnswer } from './core/outcome.ts';
import type { Json } from './core/state.ts';

export interface StepRequest {
  readonly subgraph: string;
  readonly document: TypedDocumentNode<unknown, never>;
  readonly variables: Readonly<Record<string, Json | undefined>>;
  readonly correlationId: string;
  /** Where the call belongs in a trace. */
  readonly traceparent?: string;
  /** Aborted when the attempt has taken too long, or when the coordinator stops. */
  readonly signal: AbortSignal;
}

/** Codes of a transport's own errors: nobody answered, so nobody knows what happened. */
export const transportCodes = { unreachable: 'SERVICE_UNAVAILABLE', timeout: 'TIMEOUT' } as const;

/** Sends the attempts of steps; it never throws for what a subgraph does. */
export interface StepTransport {
  send(request: StepRequest): Promise<StepAnswer>;
}
