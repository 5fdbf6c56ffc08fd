import type { FormattedExecutionResult } from 'graphql';

/** How results are written into the body of one answer. */
export interface StreamFormat {
  readonly contentType: string;
  /** Written first, so that clients and proxies see that the answer has begun. */
  readonly opening: string;
  /** Written while nothing happens, so that proxies do not take the connection for dead. */
  readonly heartbeat: string;
  readonly heartbeatMs: number;
  /** Formats a result; `position` is that of its event, if it has one. */
  result(result: FormattedExecutionResult, position: number | undefined): string;
  /** Ends an answer whose operation is complete. */
  readonly completion: string;
  /** Ends an answer whose operation is not complete: the client should connect again. */
  readonly interruption: string;
}

function sseEvent(name: string, payload?: unknown, position?: number): string {
  const id = position === undefined ? '' : `id: ${position}\n`;
  return `${id}event: ${name}\ndata: ${payload === undefined ? '' : JSON.stringify(payload)}\n\n`;
}

/** Shared by both modes of GraphQL over SSE. A stream that ends without `complete` makes the client connect again. */
const sse = {
  contentType: 'text/event-stream; charset=utf-8',
  opening: ':\n\n',
  heartbeat: ':\n\n',
  heartbeatMs: 12_000,
  interruption: '',
} as const;

/** GraphQL over SSE, distinct connections mode: one operation per answer. */
export const distinctEvents: StreamFormat = {
  ...sse,
  result: (result, position) => sseEvent('next', result, position),
  completion: sseEvent('complete'),
};

/** GraphQL over SSE, single connection mode: many operations in one answer, told apart by their ids. */
export const reservedEvents = {
  ...sse,
  result: (id: string, payload: FormattedExecutionResult, position: number | undefined): string =>
    sseEvent('next', { id, payload }, position),
  completion: (id: string): string => sseEvent('complete', { id }),
} as const;

/** Writes the next boundary with each part, so that the client need not wait for the part's end. */
const part = (content: unknown): string =>
  `content-type: application/json; charset=utf-8\r\n\r\n${JSON.stringify(content)}\r\n--graphql`;

const goingAway = {
  payload: null,
  errors: [{ message: 'The gateway stops; subscribe again.', extensions: { code: 'SERVICE_UNAVAILABLE' } }],
};

/** Apollo's multipart protocol for subscriptions. */
export const multipart: StreamFormat = {
  contentType: 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0',
  opening: `\r\n--graphql\r\n${part({})}`,
  heartbeat: `\r\n${part({})}`,
  heartbeatMs: 5_000,
  result: (payload) => `\r\n${part({ payload })}`,
  completion: '--\r\n',
  interruption: `\r\n${part(goingAway)}--\r\n`,
};

/** The format that a client asks for; undefined if it accepts only a single answer. */
export function formatOf(accept: string | undefined): StreamFormat | undefined {
  if (accept === undefined) return undefined;
  if (/\btext\/event-stream\b/i.test(accept)) return distinctEvents;
  return /\bmultipart\/mixed\b[^,]*\bsubscriptionSpec\s*=\s*"?1\.0/i.test(accept) ? multipart : undefined;
}
