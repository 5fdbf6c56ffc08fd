import type { FormattedExecutionResult } from 'graphql';

/** How results are written into the body of one answer. */
export interface StreamFormat {
  readonly contentType: string;
  /** Written first, so that clients and proxies see the answer begin. */
  readonly opening: string;
  /** Written while nothing happens, so that nobody on the way takes the connection for dead. */
  readonly heartbeat: string;
  readonly heartbeatMs: number;
  /** The position is that of the event, where it has one. */
  result(result: FormattedExecutionResult, position: number | undefined): string;
  /** The end of what was asked for. */
  readonly completion: string;
  /** The end that comes before that: the client is to come back. */
  readonly interruption: string;
}

function sseEvent(name: string, payload?: unknown, position?: number): string {
  const id = position === undefined ? '' : `id: ${position}\n`;
  return `${id}event: ${name}\ndata: ${payload === undefined ? '' : JSON.stringify(payload)}\n\n`;
}

/** What both modes of GraphQL over SSE share. A stream that ends without `complete` makes the client connect again. */
const sse = {
  contentType: 'text/event-stream; charset=utf-8',
  opening: ':\n\n',
  heartbeat: ':\n\n',
  heartbeatMs: 12_000,
  interruption: '',
} as const;

/** GraphQL over SSE, distinct connections mode: one operation in each answer. */
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

/** A part is ended by the next boundary, so that one is written with each part: the client need not wait for it. */
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

/** Which format a client asks for; undefined where it wants one answer. */
export function formatOf(accept: string | undefined): StreamFormat | undefined {
  if (accept === undefined) return undefined;
  if (/\btext\/event-stream\b/i.test(accept)) return distinctEvents;
  return /\bmultipart\/mixed\b[^,]*\bsubscriptionSpec\s*=\s*"?1\.0/i.test(accept) ? multipart : undefined;
}
