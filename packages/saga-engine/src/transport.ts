import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { StepAnswer } from './core/outcome.ts';
import type { Json } from './core/state.ts';

export interface StepRequest {
  readonly subgraph: string;
  readonly document: TypedDocumentNode<unknown, never>;
  readonly variables: Readonly<Record<string, Json | undefined>>;
  readonly correlationId: string;
  /** The call's place in its trace. */
  readonly traceparent?: string;
  /** Aborted when the attempt has timed out, or when the coordinator stops. */
  readonly signal: AbortSignal;
}

/** Codes of a transport's own errors: no answer came, so it is unknown what happened. */
export const transportCodes = { unreachable: 'SERVICE_UNAVAILABLE', timeout: 'TIMEOUT' } as const;

/** Sends the attempts of steps; whatever a subgraph does becomes an answer, never an exception. */
export interface StepTransport {
  send(request: StepRequest): Promise<StepAnswer>;
}
