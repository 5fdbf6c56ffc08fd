/** What a `traceparent` says. */
export interface TraceContext {
  readonly traceId: string;
  readonly spanId: string;
  readonly sampled: boolean;
}

/** Longer ones are not looked at; of version 00 it has 55 characters. */
const LONGEST = 128;
/** Later versions may have more fields, behind those that are known. */
const FORM = /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*)?$/;

const isZero = (digits: string): boolean => /^0+$/.test(digits);

/** Reads a W3C `traceparent`; undefined where it is none, whatever it is. */
export function parseTraceparent(header: unknown): TraceContext | undefined {
  if (typeof header !== 'string' || header.length > LONGEST) return undefined;
  const [, version, traceId, spanId, flags, more] = FORM.exec(header.trim()) ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  if (version === 'ff' || (version === '00' && more !== undefined)) return undefined;
  if (isZero(traceId) || isZero(spanId)) return undefined;
  return { traceId, spanId, sampled: (parseInt(flags, 16) & 1) === 1 };
}

/** Writes a W3C `traceparent`. */
export const formatTraceparent = ({ traceId, spanId, sampled }: TraceContext): string =>
  `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`;

/** The trace id of a `traceparent`; undefined where it is malformed or absent. */
export const traceIdOf = (header: string | undefined): string | undefined =>
  parseTraceparent(header)?.traceId;
