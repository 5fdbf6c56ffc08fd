import { describe, expect, it } from '@jest/globals';
import { parseTraceparent } from '@counterstep/primitives';
import { noTelemetry } from '@counterstep/service-kit';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';

/** Headers that identify no trace. */
const malformed: readonly (readonly [what: string, header: unknown])[] = [
  ['is absent', undefined],
  ['is empty', ''],
  ['is there twice', [`00-${TRACE}-${SPAN}-01`, `00-${TRACE}-${SPAN}-01`]],
  ['is an object', { toString: () => `00-${TRACE}-${SPAN}-01` }],
  ['is in capitals', `00-${TRACE.toUpperCase()}-${SPAN}-01`],
  ['has no trace', `00-${'0'.repeat(32)}-${SPAN}-01`],
  ['has no parent', `00-${TRACE}-${'0'.repeat(16)}-01`],
  ['is of the version that is none', `ff-${TRACE}-${SPAN}-01`],
  ['has more fields than its version', `00-${TRACE}-${SPAN}-01-more`],
  ['has flags without end', `00-${TRACE}-${SPAN}-01${'0'.repeat(1_000_000)}`],
  ['has other signs in it', `00-${TRACE.slice(1)}\u0000-${SPAN}-01`],
];

describe('a traceparent', () => {
  it.each([
    ['sampled', `00-${TRACE}-${SPAN}-01`, true],
    ['not sampled', `00-${TRACE}-${SPAN}-00`, false],
    ['of a later version, with more fields', `cc-${TRACE}-${SPAN}-03-what-the-future-will-be-like`, true],
    ['with space around it', ` 00-${TRACE}-${SPAN}-00 `, false],
  ])('that is %s is read', (_what, header, sampled) => {
    expect(parseTraceparent(header)).toEqual({ traceId: TRACE, spanId: SPAN, sampled });
  });

  it.each(malformed)('that %s counts as absent', (_what, header) => {
    expect(parseTraceparent(header)).toBeUndefined();
    expect(noTelemetry.join(header, 'untrusted').traceId).toBeUndefined();
  });
});

describe('a service without telemetry', () => {
  it.each(['trusted', 'untrusted'] as const)('hands on the trace of a %s caller', async (trust) => {
    const place = noTelemetry.join(`cc-${TRACE}-${SPAN}-01-more`, trust);
    const flags = trust === 'trusted' ? '01' : '00';
    const known = { traceId: TRACE, traceparent: `00-${TRACE}-${SPAN}-${flags}` };
    expect(place).toMatchObject(known);
    expect(place.begin('work')).toMatchObject(known);
    expect(await place.during('work', {}, ({ traceparent }) => Promise.resolve(traceparent))).toBe(
      known.traceparent,
    );
  });

  it('goes on under the trace that work began in', () => {
    const began = `00-${TRACE}-${SPAN}-01`;
    expect(noTelemetry.resume('saga', began)).toMatchObject({ traceId: TRACE, traceparent: began });
    expect(noTelemetry.resume('saga', undefined).traceId).toBeUndefined();
  });
});
